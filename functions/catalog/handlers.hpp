#pragma once
// One free function a route. They read the index, which has to stand.

#include <chrono>
#include <optional>

#include "functions/catalog/catalog.hpp"
#include "functions/kit/http.hpp"

namespace callboard::catalog {

using Deadline = std::chrono::steady_clock::time_point;

Result<kit::Response> ListEntities(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> PushEntities(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntityByUid(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntityByName(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntityAncestry(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntityHistory(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetCatalogHistory(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntitiesByRefs(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> QueryEntities(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> QueryEntitiesByPredicate(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetEntityFacets(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> QueryEntityFacets(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> RefreshEntity(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> DeleteEntityByUid(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> ValidateEntity(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> CreateLocation(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> ListLocations(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> QueryLocations(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetLocation(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> UpdateLocation(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> DeleteLocation(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetLocationByEntity(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> AnalyzeLocationOfRequest(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetCatalogFeed(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> GetIngestion(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> ListProviders(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> ReceiveWebhook(const kit::Request& request, const CatalogDeps& deps);
Result<kit::Response> ReceiveCatalogEvent(const kit::Request& request, const CatalogDeps& deps);

/// The same from the outline, while the index is loading. Nothing when the index has to be waited for.
using EarlyResponse = std::optional<Result<kit::Response>>;
EarlyResponse QueryEntitiesEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until);
EarlyResponse QueryEntitiesByPredicateEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until);
EarlyResponse GetEntityByNameEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until);

}  // namespace callboard::catalog
