#pragma once
// When providers run, and how that went: shared by all processes of the catalog.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "functions/catalog/providers/provider_settings.hpp"
#include "functions/catalog/providers/scm_time.hpp"
#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

struct ProviderRegistration {
  std::string id;
  ProviderSchedule schedule;
};

/// The right to run a provider, until its timeout and a minute have passed.
struct ProviderClaim {
  std::string id;
  std::string claim;
  Json state;
};

struct ProviderOutcome {
  std::string id;
  std::string claim;
  Json state;
  std::string error;  // "" when it went well
  std::size_t entity_count = 0;
  std::chrono::milliseconds duration{};
  std::optional<SystemTime> retry_at;
  Json budgets = Json::array();
};

/// Errors of every function: as EntityStore.
class ProviderStore {
 public:
  virtual ~ProviderStore() = default;

  /// Gives providers that are new a first run after their initial delay.
  virtual Status Register(const std::vector<ProviderRegistration>& providers) = 0;

  /// Of `providers`, one that is due and that nobody runs.
  virtual Result<std::optional<ProviderClaim>> ClaimDue(const std::vector<ProviderRegistration>& providers) = 0;

  /// Ends a run; nothing happens when its claim was lost. What failed is due again after a minute, twice as long with
  /// each failure, but not later than its schedule says; or at `retry_at`.
  virtual Status Finish(const ProviderOutcome& outcome) = 0;

  /// Makes providers due now, the ones that run at the moment after that.
  virtual Status RequestRun(const std::vector<std::string>& ids) = 0;

  /// Providers that are none of `providers`, and that nobody ran for an hour beyond their time (or for a day, those
  /// that run by hand): somebody took them out of the configuration.
  virtual Result<std::vector<std::string>> Abandoned(const std::vector<ProviderRegistration>& providers) = 0;
  virtual Status Forget(const std::string& id) = 0;

  /// Every row as GET /api/catalog/providers shows it.
  virtual Result<Json> List() = 0;
};

class PostgresProviderStore : public ProviderStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresProviderStore(std::shared_ptr<kit::PostgresPool> pool);

  Status Register(const std::vector<ProviderRegistration>& providers) override;
  Result<std::optional<ProviderClaim>> ClaimDue(const std::vector<ProviderRegistration>& providers) override;
  Status Finish(const ProviderOutcome& outcome) override;
  Status RequestRun(const std::vector<std::string>& ids) override;
  Result<std::vector<std::string>> Abandoned(const std::vector<ProviderRegistration>& providers) override;
  Status Forget(const std::string& id) override;
  Result<Json> List() override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
