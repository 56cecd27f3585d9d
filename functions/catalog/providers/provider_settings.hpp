#pragma once
// catalog.providers of the configuration, in Backstage's format.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "functions/catalog/providers/name_pattern.hpp"
#include "functions/kit/config.hpp"

namespace callboard::catalog {

/// `frequency` nothing: runs when somebody asks for it only.
struct ProviderSchedule {
  std::optional<std::chrono::milliseconds> frequency = std::chrono::hours(3);
  std::chrono::milliseconds timeout = std::chrono::hours(1);
  std::chrono::milliseconds initial_delay{0};
};

/// catalog.providers.github.{id}, or catalog.providers.github itself when it has an organization.
struct GithubDiscoverySettings {
  std::string id;
  std::string host;
  std::string organization;  // "": all that the App `app` is installed in
  std::string app;
  std::string catalog_path;  // without a slash in front
  std::string branch;        // "" for each repository's default branch
  NamePattern repository;
  std::vector<std::string> topics;
  std::vector<std::string> excluded_topics;
  std::vector<std::string> visibilities;  // lower case; none: all
  bool allow_forks = true;
  bool allow_archived = false;
  bool validate_locations_exist = false;
  ProviderSchedule schedule;
};

/// catalog.providers.githubOrg, one object or a list.
struct GithubOrgSettings {
  std::string id;
  std::string github_url;         // https://host
  std::vector<std::string> orgs;  // none: all that the Apps are installed in
  bool use_default_namespace = false;
  bool use_verified_emails = false;
  bool exclude_suspended_users = false;
  ProviderSchedule schedule;
};

/// catalog.providers.gitlab.{id}
struct GitlabDiscoverySettings {
  std::string id;
  std::string host;
  std::string group;   // "": all projects
  std::string branch;  // "" for each project's default branch
  std::string fallback_branch;
  std::string entity_filename;
  NamePattern project_pattern;
  std::vector<std::string> excluded_projects;
  std::string topics;  // with commas
  bool skip_forks = false;
  bool include_archived = false;
  bool membership = false;
  ProviderSchedule schedule;
};

/// catalog.providers.azureDevOps.{id}
struct AzureDiscoverySettings {
  std::string id;
  std::string host;
  std::string organization;
  std::string project;     // with *
  std::string repository;  // with *
  std::string branch;      // "" for each repository's default branch
  std::string path;
  ProviderSchedule schedule;
};

struct ProviderSettings {
  std::vector<GithubDiscoverySettings> github;
  std::vector<GithubOrgSettings> github_org;
  std::vector<GitlabDiscoverySettings> gitlab;
  std::vector<AzureDiscoverySettings> azure;
};

/// InvalidInput names the key that cannot be used. Providers of other kinds are passed over.
[[nodiscard]] Result<ProviderSettings> ProviderSettingsFrom(const kit::Config& config);

}  // namespace callboard::catalog
