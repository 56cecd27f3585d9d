#include "functions/catalog/service.hpp"

#include <atomic>
#include <optional>

#include "functions/catalog/history_store.hpp"
#include "functions/catalog/ingestion_report_store.hpp"
#include "functions/catalog/migrations.hpp"
#include "functions/catalog/prefetching_reader.hpp"
#include "functions/catalog/providers/provider_service.hpp"
#include "functions/catalog/push_store.hpp"
#include "functions/catalog/settings.hpp"
#include "functions/catalog/url_source_reader.hpp"
#include "functions/catalog/visible_writer.hpp"
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
constexpr std::chrono::minutes kLongestLoad{2};
constexpr std::chrono::milliseconds kStopCheck{200};

Result<UrlReading> UrlReadingFrom(const kit::Config& config, std::shared_ptr<kit::HttpClient> client,
                                  std::shared_ptr<ScmCredentials> credentials,
                                  std::shared_ptr<const std::atomic<bool>> stopping) {
  UrlReading reading{.client = std::move(client), .credentials = std::move(credentials)};
  auto rules = ReadingRules::From(config);
  if (!rules) return std::unexpected(rules.error());
  reading.rules = std::move(*rules);
  auto integrations = Integrations::From(config);
  if (!integrations) return std::unexpected(integrations.error());
  reading.integrations = std::make_shared<const Integrations>(std::move(*integrations));
  const auto timeout = config.Duration("backend.reading.timeout");
  if (!timeout) return std::unexpected(timeout.error());
  reading.timeout = timeout->value_or(reading.timeout);
  reading.is_cancelled = [stopping = std::move(stopping)] { return stopping->load(); };
  return reading;
}

}  // namespace

struct CatalogService::Impl {
  Impl(std::shared_ptr<kit::PostgresPool> connections, std::shared_ptr<kit::PostgresPool> push_connections,
       std::unique_ptr<SourceReader> sources, CatalogRules allowed, IngestionSettings settings,
       RegistrationSettings registering, std::vector<RepositoryHost> repositories,
       std::shared_ptr<std::atomic<bool>> stop)
      : stopping(std::move(stop)),
        pool(std::move(connections)),
        store(pool),
        locations(pool),
        pushes(std::move(push_connections)),
        history(pool),
        report(pool),
        reader(std::move(sources)),
        rules(std::move(allowed)),
        orphans(settings.orphans),
        registration(std::move(registering)),
        hosts(std::move(repositories)),
        ingestion(store, *reader, rules, std::move(settings)),
        replica(store),
        writer(ingestion, replica) {}

  /// One after another within a process: replicas share the work through the store, threads would only share its locks.
  Status Tick() {
    if (auto ticked = ticking.Run([this] { return RunTick(); }); !ticked) return ticked;
    // Not within the gate: a provider may take minutes, in which other ticks go on with what is due.
    return providers->Tick();
  }

  /// The index is loaded first: readers wait for that, and nobody for a tick.
  Status AwaitReplica() {
    const auto end = std::chrono::steady_clock::now() + kLongestLoad;
    while (!replica.IsReady() && !stopping->load()) {
      const auto now = std::chrono::steady_clock::now();
      const auto awaited = replica.Await(0, std::min(end, now + kStopCheck));
      if (!awaited && now >= end) return awaited;
    }
    return {};
  }

  Status RunTick() {
    if (auto ready = AwaitReplica(); !ready) return ready;
    if (auto synced = ingestion.SyncConfiguredLocations(); !synced) return synced;
    const auto began = std::chrono::steady_clock::now();
    const auto summary = ingestion.RunDue([this] { return stopping->load(); });
    if (!summary) return std::unexpected(summary.error());
    if (summary->processed > 0) {
      const auto duration =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
      kit::LogInfo("Entities processed", {{"entities", summary->processed},
                                          {"withProblems", summary->rejected.size()},
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

  std::shared_ptr<std::atomic<bool>> stopping;
  std::shared_ptr<kit::PostgresPool> pool;
  PostgresEntityStore store;
  PostgresLocationStore locations;
  PostgresPushStore pushes;
  std::vector<PushGrant> push_grants;
  PostgresHistoryStore history;
  PostgresIngestionReport report;
  std::chrono::milliseconds history_retention{};
  std::optional<std::chrono::steady_clock::time_point> pruned_at;
  std::unique_ptr<SourceReader> reader;
  CatalogRules rules;
  OrphanStrategy orphans;
  RegistrationSettings registration;
  std::vector<RepositoryHost> hosts;
  Ingestion ingestion;
  WorkGate ticking;
  Replica replica;
  VisibleWriter writer;
  std::unique_ptr<ProviderService> providers;  // the first to go: its threads write
};

Status CheckConfig(const kit::Config& config) {
  if (const auto settings = IngestionSettingsFrom(config); !settings) return std::unexpected(settings.error());
  if (const auto rules = RulesFrom(config); !rules) return std::unexpected(rules.error());
  if (const auto unknown = UnknownKindsFrom(config); !unknown) return std::unexpected(unknown.error());
  if (const auto registration = RegistrationSettingsFrom(config); !registration)
    return std::unexpected(registration.error());
  if (const auto urls = UrlReadingFrom(config, nullptr, nullptr, nullptr); !urls) return std::unexpected(urls.error());
  if (const auto retention = HistoryRetentionFrom(config); !retention) return std::unexpected(retention.error());
  if (const auto grants = PushGrantsFrom(config); !grants) return std::unexpected(grants.error());
  return CheckProviderConfig(config);
}

CatalogService::CatalogService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CatalogService::~CatalogService() {
  BeginStop();
}

void CatalogService::BeginStop() {
  *impl_->stopping = true;
  impl_->replica.Release();
  impl_->ticking.Close();
  if (impl_->providers) impl_->providers->BeginStop();
}

Result<std::unique_ptr<CatalogService>> CatalogService::Start(const kit::Config& config, const std::string& database,
                                                              std::shared_ptr<kit::HttpClient> client) {
  auto settings = IngestionSettingsFrom(config);
  if (!settings) return std::unexpected(settings.error());
  auto rules = RulesFrom(config);
  if (!rules) return std::unexpected(rules.error());
  auto unknown = UnknownKindsFrom(config);
  if (!unknown) return std::unexpected(unknown.error());
  auto registration = RegistrationSettingsFrom(config);
  if (!registration) return std::unexpected(registration.error());
  auto pool = std::make_shared<kit::PostgresPool>(database, kMaxConnections);
  if (auto migrated = kit::Migrate(*pool, kSchema, CatalogMigrations()); !migrated)
    return Fail(migrated.error(), "The catalog's schema");
  const auto retention = HistoryRetentionFrom(config);
  if (!retention) return std::unexpected(retention.error());
  auto grants = PushGrantsFrom(config);
  if (!grants) return std::unexpected(grants.error());
  auto stopping = std::make_shared<std::atomic<bool>>(false);
  const auto credentials = std::make_shared<AppCredentials>(client, std::make_shared<kit::SystemClock>());
  auto urls = UrlReadingFrom(config, client, credentials, stopping);
  if (!urls) return std::unexpected(urls.error());
  ProviderParts parts{pool, std::move(client), credentials, urls->integrations, nullptr};
  auto reader = std::make_unique<LocationReader>(
      std::make_unique<FileSourceReader>(),
      std::make_unique<PrefetchingReader>(std::make_unique<UrlSourceReader>(std::move(*urls))));
  auto impl = std::make_unique<Impl>(
      pool, std::make_shared<kit::PostgresPool>(database, kMaxPushConnections, kMaxPushWait), std::move(reader),
      CatalogRules(std::move(*rules), std::move(*unknown)), std::move(*settings), std::move(*registration),
      RepositoryHosts(config), std::move(stopping));
  parts.writer = &impl->writer;
  auto providers = ProviderService::Start(config, std::move(parts));
  if (!providers) return std::unexpected(providers.error());
  impl->providers = std::move(*providers);
  impl->history_retention = *retention;
  impl->push_grants = std::move(*grants);
  impl->replica.Start(std::make_unique<kit::PostgresListener>(database, std::string(kChangedChannel)));
  return std::unique_ptr<CatalogService>(new CatalogService(std::move(impl)));
}

kit::Routes CatalogService::Routes() const {
  return BindCatalogRoutes({.replica = &impl_->replica,
                            .store = &impl_->store,
                            .writer = &impl_->writer,
                            .locations = &impl_->locations,
                            .reader = impl_->reader.get(),
                            .rules = &impl_->rules,
                            .orphans = impl_->orphans,
                            .registration = impl_->registration,
                            .hosts = impl_->hosts,
                            .providers = impl_->providers.get(),
                            .pushes = &impl_->pushes,
                            .push_grants = impl_->push_grants,
                            .history = &impl_->history,
                            .ingestion = &impl_->report,
                            .tick = [impl = impl_.get()] { return impl->Tick(); }});
}

Status CatalogService::Readiness() const {
  if (impl_->replica.IsReady()) return {};
  return Fail(ErrorCode::Unavailable, "The catalog is being read from the database");
}

}  // namespace callboard::catalog
