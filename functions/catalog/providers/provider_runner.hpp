#pragma once
// Runs the providers that are due, and brings what events change into the catalog.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/providers/provider.hpp"
#include "functions/catalog/providers/provider_store.hpp"
#include "functions/catalog/providers/rate_limits.hpp"
#include "functions/catalog/providers/webhook_store.hpp"
#include "functions/kit/clock.hpp"

namespace callboard::catalog {

/// What a runner works with; all of it outlives the runner.
struct RunnerParts {
  ProviderStore* store = nullptr;
  WebhookStore* events = nullptr;
  CatalogWriter* writer = nullptr;
  const RateLimits* limits = nullptr;
  const kit::Clock* clock = nullptr;
};

/// May be used by many threads, in any number of processes: stores hand each piece of work to one of them.
class ProviderRunner {
 public:
  ProviderRunner(RunnerParts parts, std::vector<std::unique_ptr<EntityProvider>> providers);

  /// Runs until nothing is due or `stop` says so. A run that fails changes nothing in the catalog and is told by List;
  /// errors here are those of the stores.
  Status RunDue(const std::function<bool()>& stop);

  /// Handles events until none is due. True when one of them asked for a run.
  Result<bool> HandleEvents(const std::function<bool()>& stop);

  /// Makes all providers due.
  Status RequestAll();

  /// What GET /api/catalog/providers answers.
  Result<Json> List() const;

  [[nodiscard]] bool HasProviders() const { return !providers_.empty(); }

 private:
  Status Run(EntityProvider& provider, const ProviderClaim& claim, const std::function<bool()>& stop);
  Status RemoveAbandoned();
  /// What went wrong with one event, or success; `rerun` becomes true when a provider is to run.
  Status Handle(const ScmEvent& event, const WorkLimits& work, bool& rerun);
  [[nodiscard]] Json BudgetsSince(SystemTime began) const;

  RunnerParts parts_;
  std::vector<std::unique_ptr<EntityProvider>> providers_;
  std::vector<ProviderRegistration> registrations_;
};

/// The places in Locations' targets that an event may have changed: "url:https://host/org/repo/blob/main/".
[[nodiscard]] std::vector<std::string> ChangedPrefixes(const ScmEvent& event);

}  // namespace callboard::catalog
