#include "functions/catalog/catalog.hpp"

#include <array>
#include <string_view>

#include "functions/catalog/handlers.hpp"
#include "shared/api/catalog_routes.hpp"

namespace callboard::catalog {
namespace {

using CatalogHandler = Result<kit::Response> (*)(const kit::Request&, const CatalogDeps&);

struct Binding {
  std::string_view route;
  CatalogHandler handler;
  bool needs_index = true;
};

constexpr std::array kBindings = {
    Binding{"ListEntities", ListEntities},
    Binding{"QueryEntities", QueryEntities},
    Binding{"QueryEntitiesByPredicate", QueryEntitiesByPredicate},
    Binding{"PushEntities", PushEntities},
    Binding{"GetEntityByUid", GetEntityByUid},
    Binding{"GetEntityByName", GetEntityByName},
    Binding{"GetEntityAncestry", GetEntityAncestry},
    Binding{"GetEntityHistory", GetEntityHistory},
    Binding{"GetCatalogHistory", GetCatalogHistory},
    Binding{"GetEntitiesByRefs", GetEntitiesByRefs},
    Binding{"GetEntityFacets", GetEntityFacets},
    Binding{"QueryEntityFacets", QueryEntityFacets},
    Binding{"GetCatalogFeed", GetCatalogFeed},
    Binding{"ReceiveCatalogEvent", ReceiveCatalogEvent, false},
};

}  // namespace

kit::Routes BindCatalogRoutes(const CatalogDeps& deps) {
  kit::Routes routes;
  for (const Binding& binding : kBindings) {
    for (const api::RouteRecord& record : api::CatalogRoutes()) {
      if (record.name != binding.route) continue;
      routes.push_back({&record,
                        [handler = binding.handler, needs_index = binding.needs_index,
                         deps](const kit::Request& request) -> Result<kit::Response> {
                          if (needs_index && !deps.replica->IsReady())
                            return Fail(ErrorCode::Unavailable, "The catalog is still being loaded");
                          return handler(request, deps);
                        }});
    }
  }
  return routes;
}

}  // namespace callboard::catalog
