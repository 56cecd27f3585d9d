#pragma once
// The catalog function: its dependencies and its routes.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "functions/catalog/analyze_location.hpp"
#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/location_request.hpp"
#include "functions/catalog/location_store.hpp"
#include "functions/catalog/push.hpp"
#include "functions/catalog/replica.hpp"
#include "functions/catalog/store.hpp"
#include "functions/kit/app.hpp"

namespace callboard::catalog {

class HistoryStore;
class IngestionReport;
class ProviderService;
class PushStore;

/// What handlers may use. Everything outlives the routes that are bound to it.
struct CatalogDeps {
  Replica* replica = nullptr;
  EntityStore* store = nullptr;
  CatalogWriter* writer = nullptr;
  LocationStore* locations = nullptr;
  SourceReader* reader = nullptr;
  const CatalogRules* rules = nullptr;
  OrphanStrategy orphans = OrphanStrategy::Delete;
  RegistrationSettings registration = {};
  std::vector<RepositoryHost> hosts = {};
  ProviderService* providers = nullptr;
  PushStore* pushes = nullptr;
  std::vector<PushGrant> push_grants = {};
  HistoryStore* history = nullptr;
  IngestionReport* ingestion = nullptr;
  /// Runs ingestion until nothing is due, or leaves that to a call that waits already. Called by the event handler;
  /// must be safe to call from several threads.
  std::function<Status()> tick;
};

/// Every route of api::CatalogRoutes() with its handler.
[[nodiscard]] kit::Routes BindCatalogRoutes(const CatalogDeps& deps);

}  // namespace callboard::catalog
