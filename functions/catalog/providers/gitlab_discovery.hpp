#pragma once
// Descriptor files in the projects of a GitLab group.
// Source: GitlabDiscoveryEntityProvider of npm @backstage/plugin-catalog-backend-module-gitlab 0.8.

#include "functions/catalog/providers/provider.hpp"

namespace callboard::catalog {

/// A Location for each project that has the file. Whether it does is asked again only after the project's last
/// activity.
class GitlabDiscovery : public EntityProvider {
 public:
  GitlabDiscovery(GitlabDiscoverySettings settings, const Integration& integration, const ProviderContext& context);

  [[nodiscard]] const std::string& Id() const override { return id_; }
  [[nodiscard]] const ProviderSchedule& Schedule() const override { return settings_.schedule; }
  ProviderReading Read(const Json& state, const WorkLimits& work) override;
  Result<SourceChange> ChangeBy(const ScmEvent& event, const WorkLimits& work) override;

 private:
  [[nodiscard]] std::string ListUrl() const;
  [[nodiscard]] bool IsWanted(const Json& project) const;
  [[nodiscard]] std::string BranchOf(const Json& project) const;
  [[nodiscard]] UnprocessedEntity LocationOf(const Json& project, std::string_view path) const;
  Result<bool> HasFile(const Json& project, ScmClient& client);

  GitlabDiscoverySettings settings_;
  const Integration& integration_;
  ProviderContext context_;
  std::string id_;
  std::string location_key_;
};

}  // namespace callboard::catalog
