#pragma once
// Descriptor files in the repositories of a GitHub organization.
// Source: GithubEntityProvider of npm @backstage/plugin-catalog-backend-module-github 0.14.

#include "functions/catalog/providers/provider.hpp"

namespace callboard::catalog {

/// A repository as far as the filters look at it.
struct GithubRepository {
  std::string owner;
  std::string name;
  std::string html_url;
  std::string default_branch;
  std::string visibility;
  std::vector<std::string> topics;
  bool is_fork = false;
  bool is_archived = false;
};

/// As the REST API and events write it.
[[nodiscard]] GithubRepository GithubRepositoryFrom(const Json& json);

[[nodiscard]] bool PassesFilters(const GithubDiscoverySettings& settings, const GithubRepository& repository);

/// Lists repositories page by page with conditional requests, so that a run that finds nothing new costs nothing of the
/// budget. A catalogPath with wildcards becomes one Location that the URL reader resolves.
class GithubDiscovery : public EntityProvider {
 public:
  GithubDiscovery(GithubDiscoverySettings settings, const Integration& integration, const ProviderContext& context);

  [[nodiscard]] const std::string& Id() const override { return id_; }
  [[nodiscard]] const ProviderSchedule& Schedule() const override { return settings_.schedule; }
  ProviderReading Read(const Json& state, const WorkLimits& work) override;
  Result<SourceChange> ChangeBy(const ScmEvent& event, const WorkLimits& work) override;

 private:
  struct Run;

  Result<std::vector<std::string>> Organizations(const WorkLimits& work);
  Status ReadOrganization(const std::string& organization, Run& run, ProviderReading& reading);
  Status CheckFile(Json& repository, Run& run, ScmClient& client);
  Result<bool> HasFile(const GithubRepository& repository, const WorkLimits& work);

  Result<SourceChange> ChangeByPush(const Json& payload, const WorkLimits& work);
  Result<SourceChange> ChangeByRepository(const Json& payload, const WorkLimits& work);
  Result<SourceChange> ChangeByState(const GithubRepository& repository, const Json& payload, const WorkLimits& work);
  Result<SourceChange> Added(const GithubRepository& repository, const WorkLimits& work);

  [[nodiscard]] std::string BranchOf(const GithubRepository& repository) const;
  [[nodiscard]] std::string UrlOf(const GithubRepository& repository, std::string_view path) const;
  [[nodiscard]] UnprocessedEntity LocationOf(const GithubRepository& repository, std::string_view path) const;
  [[nodiscard]] std::string RefOf(const GithubRepository& repository, std::string_view path) const;
  [[nodiscard]] std::string ContentsUrl(const GithubRepository& repository) const;

  GithubDiscoverySettings settings_;
  const Integration& integration_;
  ProviderContext context_;
  std::string id_;
  std::string location_key_;
};

}  // namespace callboard::catalog
