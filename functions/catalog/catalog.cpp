#include "functions/catalog/catalog.hpp"

#include <array>
#include <string_view>

#include "functions/catalog/handlers.hpp"
#include "functions/kit/openapi.hpp"
#include "shared/api/catalog_routes.hpp"

namespace callboard::catalog {
namespace {

using CatalogHandler = Result<kit::Response> (*)(const kit::Request&, const CatalogDeps&);

Result<kit::Response> GetCatalogOpenApi(const kit::Request&, const CatalogDeps&) {
  kit::Routes routes;
  for (const api::RouteRecord& record : api::CatalogRoutes()) routes.push_back({&record, nullptr});
  return kit::JsonResponse(kit::OpenApiFromRoutes(routes));
}

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
    Binding{"RefreshEntity", RefreshEntity},
    Binding{"DeleteEntityByUid", DeleteEntityByUid},
    Binding{"ValidateEntity", ValidateEntity},
    Binding{"CreateLocation", CreateLocation},
    Binding{"ListLocations", ListLocations},
    Binding{"QueryLocations", QueryLocations},
    Binding{"GetLocation", GetLocation},
    Binding{"UpdateLocation", UpdateLocation},
    Binding{"DeleteLocation", DeleteLocation},
    Binding{"GetLocationByEntity", GetLocationByEntity},
    Binding{"AnalyzeLocation", AnalyzeLocationOfRequest},
    Binding{"GetCatalogFeed", GetCatalogFeed},
    Binding{"GetCatalogOpenApi", GetCatalogOpenApi},
    Binding{"ReceiveCatalogEvent", ReceiveCatalogEvent, false},
    Binding{"ListProviders", ListProviders},
    Binding{"ReceiveWebhook", ReceiveWebhook},
    Binding{"ReceiveEvent", ReceiveWebhook},
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
