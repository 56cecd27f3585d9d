#include "functions/catalog/service.hpp"

#include <atomic>
#include <optional>

#include "functions/catalog/history_store.hpp"
#include "functions/catalog/migrations.hpp"
#include "functions/catalog/push_store.hpp"
#include "functions/catalog/settings.hpp"
#include "functions/catalog/work_gate.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxConnections = 16;
/// A push keeps one for as long as its entities are processed.
constexpr std::size_t kMaxPushConnections = 4;
constexpr std::chrono::seconds kMaxPushWait{20};
constexpr std::chrono::hours kPruneEvery{1};
constexpr std::chrono::seconds kReadTimeout{20};

}  // namespace

struct CatalogService::Impl {
  Impl(std::shared_ptr<kit::PostgresPool> connections, std::shared_ptr<kit::PostgresPool> push_connections,
       std::unique_ptr<SourceReader> sources, CatalogRules allowed, IngestionSettings settings)
      : pool(std::move(connections)),
        store(pool),
        pushes(std::move(push_connections)),
        history(pool),
        reader(std::move(sources)),
        rules(std::move(allowed)),
        ingestion(store, *reader, rules, std::move(settings)),
        replica(store) {}

  /// One after another within a process: replicas share the work through the store, threads would only share its locks.
  Status Tick() {
    return ticking.Run([this] { return RunTick(); });
  }

  Status RunTick() {
    if (auto synced = ingestion.SyncConfiguredLocations(); !synced) return synced;
    const auto began = std::chrono::steady_clock::now();
    const auto summary = ingestion.RunDue([this] { return stopping.load(); });
    if (!summary) return std::unexpected(summary.error());
    if (summary->processed > 0) {
      const auto duration =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
      kit::LogInfo("Entities processed", {{"entities", summary->processed},
                                          {"withProblems", summary->with_problems},
                                          {"durationMs", duration.count()}});
    }
    PruneHistory();
    return replica.CatchUp();
  }

  /// The next tick goes on while there is something to prune, and tries again what fails: that old changes stay a
  /// little longer keeps nothing from working.
  void PruneHistory() {
    const auto now = std::chrono::steady_clock::now();
    if (pruned_at && now - *pruned_at < kPruneEvery) return;
    const auto pruned = history.Prune(history_retention);
    if (pruned && *pruned == 0) pruned_at = now;
    if (!pruned) kit::LogWarning("The history could not be pruned", {{"detail", pruned.error().detail}});
  }

  std::shared_ptr<kit::PostgresPool> pool;
  PostgresEntityStore store;
  PostgresPushStore pushes;
  std::vector<PushGrant> push_grants;
  PostgresHistoryStore history;
  std::chrono::milliseconds history_retention{};
  std::optional<std::chrono::steady_clock::time_point> pruned_at;
  std::unique_ptr<SourceReader> reader;
  CatalogRules rules;
  Ingestion ingestion;
  std::atomic<bool> stopping = false;
  WorkGate ticking;
  Replica replica;
};

Status CheckConfig(const kit::Config& config) {
  if (const auto settings = IngestionSettingsFrom(config); !settings) return std::unexpected(settings.error());
  if (const auto rules = RulesFrom(config); !rules) return std::unexpected(rules.error());
  if (const auto retention = HistoryRetentionFrom(config); !retention) return std::unexpected(retention.error());
  if (const auto grants = PushGrantsFrom(config); !grants) return std::unexpected(grants.error());
  return {};
}

CatalogService::CatalogService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CatalogService::~CatalogService() = default;

void CatalogService::BeginStop() {
  impl_->stopping = true;
  impl_->ticking.Close();
}

Result<std::unique_ptr<CatalogService>> CatalogService::Start(const kit::Config& config, const std::string& database,
                                                              std::shared_ptr<kit::HttpClient> client) {
  auto settings = IngestionSettingsFrom(config);
  if (!settings) return std::unexpected(settings.error());
  auto rules = RulesFrom(config);
  if (!rules) return std::unexpected(rules.error());
  auto pool = std::make_shared<kit::PostgresPool>(database, kMaxConnections);
  if (auto migrated = kit::Migrate(*pool, kSchema, CatalogMigrations()); !migrated)
    return Fail(migrated.error(), "The catalog's schema");
  const auto retention = HistoryRetentionFrom(config);
  if (!retention) return std::unexpected(retention.error());
  auto grants = PushGrantsFrom(config);
  if (!grants) return std::unexpected(grants.error());
  auto reader = std::make_unique<LocationReader>(
      std::make_unique<FileSourceReader>(),
      std::make_unique<UrlSourceReader>(std::move(client), ReadingAllowed(config), kReadTimeout));
  auto impl =
      std::make_unique<Impl>(pool, std::make_shared<kit::PostgresPool>(database, kMaxPushConnections, kMaxPushWait),
                             std::move(reader), CatalogRules(std::move(*rules)), std::move(*settings));
  impl->history_retention = *retention;
  impl->push_grants = std::move(*grants);
  impl->replica.Start(std::make_unique<kit::PostgresListener>(database, std::string(kChangedChannel)));
  return std::unique_ptr<CatalogService>(new CatalogService(std::move(impl)));
}

kit::Routes CatalogService::Routes() const {
  return BindCatalogRoutes({.replica = &impl_->replica,
                            .store = &impl_->store,
                            .writer = &impl_->ingestion,
                            .pushes = &impl_->pushes,
                            .push_grants = impl_->push_grants,
                            .history = &impl_->history,
                            .rules = &impl_->rules,
                            .reader = impl_->reader.get(),
                            .tick = [impl = impl_.get()] { return impl->Tick(); }});
}

Status CatalogService::Readiness() const {
  if (impl_->replica.IsReady()) return {};
  return Fail(ErrorCode::Unavailable, "The catalog is being read from the database");
}

}  // namespace callboard::catalog
