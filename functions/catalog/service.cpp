#include "functions/catalog/service.hpp"

#include <atomic>

#include "functions/catalog/migrations.hpp"
#include "functions/catalog/prefetching_reader.hpp"
#include "functions/catalog/settings.hpp"
#include "functions/catalog/url_source_reader.hpp"
#include "functions/catalog/work_gate.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxConnections = 16;

}  // namespace

struct CatalogService::Impl {
  Impl(std::shared_ptr<kit::PostgresPool> connections, std::unique_ptr<SourceReader> sources, CatalogRules rules,
       IngestionSettings settings)
      : pool(std::move(connections)),
        store(pool),
        reader(std::move(sources)),
        ingestion(store, *reader, std::move(rules), std::move(settings)),
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
    return replica.CatchUp();
  }

  std::shared_ptr<kit::PostgresPool> pool;
  PostgresEntityStore store;
  std::unique_ptr<SourceReader> reader;
  Ingestion ingestion;
  std::atomic<bool> stopping = false;
  WorkGate ticking;
  Replica replica;
};

Status CheckConfig(const kit::Config& config) {
  if (const auto settings = IngestionSettingsFrom(config); !settings) return std::unexpected(settings.error());
  if (const auto rules = RulesFrom(config); !rules) return std::unexpected(rules.error());
  if (const auto reading = ReadingRules::From(config); !reading) return std::unexpected(reading.error());
  if (const auto integrations = Integrations::From(config); !integrations) return std::unexpected(integrations.error());
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
  auto reading_rules = ReadingRules::From(config);
  if (!reading_rules) return std::unexpected(reading_rules.error());
  auto integrations = Integrations::From(config);
  if (!integrations) return std::unexpected(integrations.error());
  UrlReading reading{.client = std::move(client),
                     .rules = std::move(*reading_rules),
                     .integrations = std::make_shared<const Integrations>(std::move(*integrations)),
                     .credentials = std::make_shared<TokenCredentials>()};
  auto reader = std::make_unique<LocationReader>(
      std::make_unique<FileSourceReader>(),
      std::make_unique<PrefetchingReader>(std::make_unique<UrlSourceReader>(std::move(reading))));
  auto impl = std::make_unique<Impl>(pool, std::move(reader), CatalogRules(std::move(*rules)), std::move(*settings));
  impl->replica.Start(std::make_unique<kit::PostgresListener>(database, std::string(kChangedChannel)));
  return std::unique_ptr<CatalogService>(new CatalogService(std::move(impl)));
}

kit::Routes CatalogService::Routes() const {
  return BindCatalogRoutes(
      {.replica = &impl_->replica, .store = &impl_->store, .writer = &impl_->ingestion, .tick = [impl = impl_.get()] {
         return impl->Tick();
       }});
}

Status CatalogService::Readiness() const {
  if (impl_->replica.IsReady()) return {};
  return Fail(ErrorCode::Unavailable, "The catalog is being read from the database");
}

}  // namespace callboard::catalog
