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

/// Answers without the index, or leaves that to the handler.
using EarlyHandler = EarlyResponse (*)(const kit::Request&, const CatalogDeps&, Deadline until);

struct Binding {
  std::string_view route;
  CatalogHandler handler;
  bool needs_index = true;
  EarlyHandler early = nullptr;
};

constexpr std::array kBindings = {
    Binding{"ListEntities", ListEntities},
    Binding{"QueryEntities", QueryEntities, true, QueryEntitiesEarly},
    Binding{"QueryEntitiesByPredicate", QueryEntitiesByPredicate, true, QueryEntitiesByPredicateEarly},
    Binding{"PushEntities", PushEntities},
    Binding{"GetEntityByUid", GetEntityByUid},
    Binding{"GetEntityByName", GetEntityByName, true, GetEntityByNameEarly},
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
    Binding{"GetIngestion", GetIngestion, false},
    Binding{"ListProviders", ListProviders},
    Binding{"ReceiveWebhook", ReceiveWebhook},
    Binding{"ReceiveEvent", ReceiveWebhook},
};

/// Everything up to this change is in the answer, and the lowest that a caller wants in it.
constexpr char kVersionHeader[] = "Catalog-Version";
constexpr char kMinVersionHeader[] = "Catalog-Min-Version";

/// Longer, and callers would take all places while the database is away.
constexpr std::chrono::seconds kLongestWait{2};

/// 0 when any version will do.
Result<std::uint64_t> WantedVersion(const kit::Request& request) {
  std::uint64_t version = 0;
  if (const auto wanted = request.headers.find(kMinVersionHeader); wanted != request.headers.end()) {
    const std::string& text = wanted->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size())
      return Fail(ErrorCode::InvalidInput, std::format("{} must be a number, found \"{}\"", kMinVersionHeader, text));
  }
  return version;
}

EarlyResponse AnswerEarly(const Binding& binding, const kit::Request& request, const CatalogDeps& deps,
                          Deadline until) {
  if (binding.early == nullptr || deps.replica->IsReady()) return std::nullopt;
  auto response = binding.early(request, deps, until);
  if (response && *response)
    (*response)->headers.emplace(kVersionHeader, std::to_string(deps.replica->outline().Version()));
  return response;
}

Result<kit::Response> Answer(const Binding& binding, bool is_reader, const kit::Request& request,
                             const CatalogDeps& deps) {
  if (!binding.needs_index) return binding.handler(request, deps);
  const auto wanted = WantedVersion(request);
  if (!wanted) return std::unexpected(wanted.error());
  const Deadline until = std::min(request.deadline, std::chrono::steady_clock::now() + kLongestWait);
  if (*wanted == 0) {
    if (auto early = AnswerEarly(binding, request, deps, until)) return std::move(*early);
  }
  if (auto awaited = deps.replica->Await(*wanted, until); !awaited) return std::unexpected(awaited.error());
  // An answer to a reader holds at least this; what a writer did may come after it.
  const std::uint64_t before = deps.replica->Version();
  auto response = binding.handler(request, deps);
  if (response) response->headers.emplace(kVersionHeader, std::to_string(is_reader ? before : deps.replica->Version()));
  return response;
}

}  // namespace

kit::Routes BindCatalogRoutes(const CatalogDeps& deps) {
  kit::Routes routes;
  for (const Binding& binding : kBindings) {
    for (const api::RouteRecord& record : api::CatalogRoutes()) {
      if (record.name != binding.route) continue;
      routes.push_back({&record,
                        [&binding, is_reader = record.permission.ends_with(".read"), deps](const kit::Request& request)
                            -> Result<kit::Response> { return Answer(binding, is_reader, request, deps); }});
    }
  }
  return routes;
}

}  // namespace callboard::catalog
