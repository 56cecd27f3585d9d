#include "functions/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <format>
#include <string>
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

/// Everything up to this change is in the answer, and the lowest that a caller wants in it.
constexpr char kVersionHeader[] = "Catalog-Version";
constexpr char kMinVersionHeader[] = "Catalog-Min-Version";

/// Longer, and callers would take all places while the database is away.
constexpr std::chrono::seconds kLongestWait{2};

Status AwaitVersion(const kit::Request& request, const CatalogDeps& deps) {
  std::uint64_t version = 0;
  if (const auto wanted = request.headers.find(kMinVersionHeader); wanted != request.headers.end()) {
    const std::string& text = wanted->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size())
      return Fail(ErrorCode::InvalidInput, std::format("{} must be a number, found \"{}\"", kMinVersionHeader, text));
  }
  return deps.replica->Await(version, std::min(request.deadline, std::chrono::steady_clock::now() + kLongestWait));
}

}  // namespace

kit::Routes BindCatalogRoutes(const CatalogDeps& deps) {
  kit::Routes routes;
  for (const Binding& binding : kBindings) {
    for (const api::RouteRecord& record : api::CatalogRoutes()) {
      if (record.name != binding.route) continue;
      routes.push_back({&record,
                        [handler = binding.handler, needs_index = binding.needs_index,
                         is_reader = record.permission.ends_with(".read"),
                         deps](const kit::Request& request) -> Result<kit::Response> {
                          if (needs_index) {
                            if (auto awaited = AwaitVersion(request, deps); !awaited)
                              return std::unexpected(awaited.error());
                          }
                          // An answer to a reader holds at least this; what a writer did may come after it.
                          const std::uint64_t before = deps.replica->Version();
                          auto response = handler(request, deps);
                          if (response && needs_index)
                            response->headers.emplace(kVersionHeader,
                                                      std::to_string(is_reader ? before : deps.replica->Version()));
                          return response;
                        }});
    }
  }
  return routes;
}

}  // namespace callboard::catalog
