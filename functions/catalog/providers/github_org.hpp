#pragma once
// The people and teams of GitHub organizations as User and Group entities.
// Source: GithubMultiOrgEntityProvider of npm @backstage/plugin-catalog-backend-module-github 0.14.

#include <map>

#include "functions/catalog/providers/provider.hpp"

namespace callboard::catalog {

/// Every event that concerns members or teams makes it read again; events that come while it reads make one more run
/// together.
class GithubOrg : public EntityProvider {
 public:
  GithubOrg(GithubOrgSettings settings, const Integration& integration, const ProviderContext& context);

  [[nodiscard]] const std::string& Id() const override { return id_; }
  [[nodiscard]] const ProviderSchedule& Schedule() const override { return settings_.schedule; }
  ProviderReading Read(const Json& state, const WorkLimits& work) override;
  Result<SourceChange> ChangeBy(const ScmEvent& event, const WorkLimits& work) override;

 private:
  using Entities = std::map<std::string, Json, std::less<>>;  // by ref

  Result<std::vector<std::string>> Organizations(const WorkLimits& work);
  Status ReadUsers(const std::string& org, ScmClient& client, Entities& users);
  Status ReadTeams(const std::string& org, ScmClient& client, std::vector<Json>& groups);
  Result<std::vector<std::string>> MembersOf(const std::string& org, const Json& team, ScmClient& client);
  [[nodiscard]] Json UserFrom(const Json& node) const;
  [[nodiscard]] Json GroupFrom(const std::string& org, const Json& node, const std::vector<std::string>& members) const;
  [[nodiscard]] UnprocessedEntity Emitted(Json document) const;

  GithubOrgSettings settings_;
  const Integration& integration_;
  ProviderContext context_;
  std::string id_;
  std::string location_key_;
};

}  // namespace callboard::catalog
