#pragma once
// What finds entities at a host: all of them when it runs, and what an event changes in between.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/processor.hpp"
#include "functions/catalog/providers/github_app.hpp"
#include "functions/catalog/providers/provider_settings.hpp"
#include "functions/catalog/providers/scm_client.hpp"

namespace callboard::catalog {

/// An event that a host sent: its name ("push", "repository", …) and payload, as the host writes them.
struct ScmEvent {
  std::string source;  // "github", "gitlab" or "azureDevOps"
  std::string name;
  Json payload;
};

/// What a run found. `state` is for the next run, after a failure too, so that it need not ask again what it knows.
struct ProviderReading {
  Status status;
  std::vector<UnprocessedEntity> entities;  // all of them, when `status` is good
  Json state = Json::object();
  std::optional<SystemTime> retry_at;  // the host asked to wait until then
};

/// What an event changes in what a provider says. `rerun` asks for a whole run.
struct SourceChange {
  std::vector<UnprocessedEntity> upserts;
  std::vector<std::string> removed;  // refs
  bool rerun = false;
};

class EntityProvider {
 public:
  virtual ~EntityProvider() = default;

  /// "github:acme": its source in the catalog, and its row in the database.
  [[nodiscard]] virtual const std::string& Id() const = 0;
  [[nodiscard]] virtual const ProviderSchedule& Schedule() const = 0;
  /// `state` is of the last run, {} before the first one. Runs of one provider do not overlap.
  virtual ProviderReading Read(const Json& state, const WorkLimits& work) = 0;
  /// Nothing for events that are not this provider's. Asks the host only where the event leaves something open.
  virtual Result<SourceChange> ChangeBy(const ScmEvent& event, const WorkLimits& work) = 0;
};

/// What providers are made with; everything outlives them.
struct ProviderContext {
  ScmAccess access;
  AppCredentials* apps = nullptr;
  const Integrations* integrations = nullptr;
};

/// One of each that the configuration names. InvalidInput for a host without an integration.
[[nodiscard]] Result<std::vector<std::unique_ptr<EntityProvider>>> MakeProviders(const ProviderSettings& settings,
                                                                                 const ProviderContext& context);

}  // namespace callboard::catalog
