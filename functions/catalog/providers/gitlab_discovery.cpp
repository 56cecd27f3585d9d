#include "functions/catalog/providers/gitlab_discovery.hpp"

#include <algorithm>
#include <format>
#include <map>
#include <set>

#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_location.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr int kMostPages = 1000;
constexpr int kNotFound = 404;

std::string FileName(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::set<std::string> PathsIn(const Json& payload, std::string_view list) {
  std::set<std::string> paths;
  for (const Json& commit : MemberOrNull(payload, "commits")) {
    for (std::string& path : StringsMember(commit, list)) paths.insert(std::move(path));
  }
  return paths;
}

}  // namespace

GitlabDiscovery::GitlabDiscovery(GitlabDiscoverySettings settings, const Integration& integration,
                                 const ProviderContext& context)
    : settings_(std::move(settings)),
      integration_(integration),
      context_(context),
      id_("gitlab:" + settings_.id),
      location_key_("GitlabDiscoveryEntityProvider:" + settings_.id) {}

std::string GitlabDiscovery::ListUrl() const {
  std::string url = integration_.api_base_url;
  url += settings_.group.empty()
             ? "/projects?"
             : std::format("/groups/{}/projects?include_subgroups=true&", PercentEncode(settings_.group));
  url += "per_page=100&order_by=id";
  if (!settings_.include_archived) url += "&archived=false";
  if (settings_.membership) url += "&membership=true";
  if (!settings_.topics.empty()) url += "&topic=" + PercentEncode(settings_.topics);
  return url;
}

bool GitlabDiscovery::IsWanted(const Json& project) const {
  const std::string path(StringMember(project, "path_with_namespace"));
  if (!settings_.project_pattern.IsIn(path)) return false;
  if (!settings_.group.empty() && !path.starts_with(settings_.group + "/")) return false;
  if (settings_.skip_forks && FindMember(project, "forked_from_project") != nullptr) return false;
  return !std::ranges::contains(settings_.excluded_projects, path);
}

std::string GitlabDiscovery::BranchOf(const Json& project) const {
  if (!settings_.branch.empty()) return settings_.branch;
  const auto branch = StringMember(project, "default_branch");
  return branch.empty() ? settings_.fallback_branch : std::string(branch);
}

UnprocessedEntity GitlabDiscovery::LocationOf(const Json& project, std::string_view path) const {
  const std::string url =
      std::format("{}/-/blob/{}/{}", StringMember(project, "web_url"), PathInUrl(BranchOf(project)), PathInUrl(path));
  return LocationAt(url, "optional", location_key_);
}

Result<bool> GitlabDiscovery::HasFile(const Json& project, ScmClient& client) {
  const auto answer = client.Get(std::format("{}/projects/{}/repository/files/{}?ref={}", integration_.api_base_url,
                                             IntegerMember(project, "id"), PercentEncode(settings_.entity_filename),
                                             PercentEncode(BranchOf(project))));
  if (!answer) return std::unexpected(answer.error());
  return answer->status != kNotFound;
}

ProviderReading GitlabDiscovery::Read(const Json& state, const WorkLimits& work) {
  ProviderReading reading;
  std::map<long long, const Json*> known;
  for (const Json& project : MemberOrNull(state, "projects")) known.emplace(IntegerMember(project, "id"), &project);
  Json projects = Json::array();
  std::set<long long> seen;
  ScmClient client(context_.access, integration_, settings_.group, work);
  std::string url = ListUrl();
  for (int page = 0; !url.empty() && page < kMostPages && reading.status; ++page) {
    const auto answer = client.Get(url);
    if (answer && answer->status == kNotFound)
      reading.status =
          Fail(ErrorCode::Unavailable, std::format("The group {} is not there, or may not be seen", settings_.group));
    if (!answer) reading.status = std::unexpected(answer.error());
    if (!reading.status) break;
    for (const Json& project : answer->body) {
      if (!IsWanted(project) || !seen.insert(IntegerMember(project, "id")).second) continue;
      const std::string version = std::format("{}:{} {}", BranchOf(project), settings_.entity_filename,
                                              StringMember(project, "last_activity_at"));
      Json record = {{"id", IntegerMember(project, "id")}, {"checked", version}};
      const auto old = known.find(IntegerMember(project, "id"));
      if (old != known.end() && StringMember(*old->second, "checked") == version) {
        record["has_file"] = BoolMember(*old->second, "has_file");
      } else {
        const auto has_file = HasFile(project, client);
        if (!has_file) reading.status = std::unexpected(has_file.error());
        if (!reading.status) break;
        record["has_file"] = *has_file;
      }
      if (BoolMember(record, "has_file")) reading.entities.push_back(LocationOf(project, settings_.entity_filename));
      projects.push_back(std::move(record));
    }
    url = answer->next;
  }
  reading.retry_at = client.RetryAt();
  if (!reading.status) {
    for (const auto& [id, project] : known) {
      if (!seen.contains(id)) projects.push_back(*project);
    }
  }
  reading.state["projects"] = std::move(projects);
  return reading;
}

Result<SourceChange> GitlabDiscovery::ChangeBy(const ScmEvent& event, const WorkLimits& work) {
  SourceChange change;
  if (event.source != "gitlab" || event.name != "push") return change;
  const auto page = ParseUrl(StringMember(MemberOrNull(event.payload, "project"), "web_url"));
  if (!page || page->host != integration_.host) return change;
  ScmClient client(context_.access, integration_, settings_.group, work);
  // The event does not say whether the project is a fork, or archived.
  const auto answer =
      client.Get(std::format("{}/projects/{}", integration_.api_base_url, IntegerMember(event.payload, "project_id")));
  if (!answer) return std::unexpected(answer.error());
  const Json& project = answer->body;
  const bool is_hidden = BoolMember(project, "archived") && !settings_.include_archived;
  if (answer->status == kNotFound || is_hidden || !IsWanted(project)) return change;
  if (StringMember(event.payload, "ref") != "refs/heads/" + BranchOf(project)) return change;
  const auto is_ours = [&](const std::string& path) {
    return path == settings_.entity_filename || FileName(path) == settings_.entity_filename;
  };
  for (const std::string& path : PathsIn(event.payload, "added")) {
    if (is_ours(path)) change.upserts.push_back(LocationOf(project, path));
  }
  for (const std::string& path : PathsIn(event.payload, "removed")) {
    if (is_ours(path)) change.removed.push_back(model::RefText(LocationOf(project, path).entity));
  }
  return change;
}

}  // namespace callboard::catalog
