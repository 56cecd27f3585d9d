// What webhook events change in what a GithubDiscovery says.

#include <algorithm>
#include <array>
#include <format>
#include <set>

#include "functions/catalog/glob.hpp"
#include "functions/catalog/providers/github_discovery.hpp"
#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_location.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

/// Of several commits, the last word on each path: which are there now and were not, and the other way round.
struct PathChanges {
  std::set<std::string> added;
  std::set<std::string> removed;
};

PathChanges ChangesOf(const Json& payload) {
  PathChanges changes;
  for (const Json& commit : MemberOrNull(payload, "commits")) {
    for (std::string& path : StringsMember(commit, "added")) {
      changes.removed.erase(path);
      changes.added.insert(std::move(path));
    }
    for (std::string& path : StringsMember(commit, "removed")) {
      changes.added.erase(path);
      changes.removed.insert(std::move(path));
    }
  }
  return changes;
}

std::string WithName(const std::string& html_url, std::string_view name) {
  return html_url.substr(0, html_url.rfind('/') + 1) + std::string(name);
}

/// The same repository as it was called before.
GithubRepository Former(const GithubRepository& repository, const Json& payload) {
  GithubRepository former = repository;
  const Json& changes = MemberOrNull(payload, "changes");
  const Json& name_change = MemberOrNull(MemberOrNull(changes, "repository"), "name");
  if (const auto from = StringMember(name_change, "from"); !from.empty()) {
    former.name = from;
    former.html_url = WithName(repository.html_url, from);
  }
  return former;
}

}  // namespace

Result<SourceChange> GithubDiscovery::ChangeBy(const ScmEvent& event, const WorkLimits& work) {
  if (event.source != "github") return SourceChange{};
  const GithubRepository repository = GithubRepositoryFrom(MemberOrNull(event.payload, "repository"));
  const auto url = ParseUrl(repository.html_url);
  if (!url || url->host != integration_.host) return SourceChange{};
  if (event.name == "push" || event.name == "repository") {
    const auto organizations = Organizations(work);
    if (!organizations) return std::unexpected(organizations.error());
    const auto is_ours = [&](std::string_view owner) {
      return std::ranges::any_of(*organizations,
                                 [&](const std::string& one) { return EqualsIgnoringCase(one, owner); });
    };
    const Json& from = MemberOrNull(MemberOrNull(MemberOrNull(event.payload, "changes"), "owner"), "from");
    const bool was_ours = is_ours(StringMember(MemberOrNull(from, "organization"), "login")) ||
                          is_ours(StringMember(MemberOrNull(from, "user"), "login"));
    if (!is_ours(repository.owner) && !was_ours) return SourceChange{};
    if (event.name == "push") return ChangeByPush(event.payload, work);
    return ChangeByRepository(event.payload, work);
  }
  return SourceChange{};
}

Result<SourceChange> GithubDiscovery::ChangeByPush(const Json& payload, const WorkLimits& work) {
  SourceChange change;
  const GithubRepository repository = GithubRepositoryFrom(MemberOrNull(payload, "repository"));
  // The configured branch, not the repository's own: only what is pushed there is what the Location shows.
  if (StringMember(payload, "ref") != "refs/heads/" + BranchOf(repository)) return change;
  if (!PassesFilters(settings_, repository)) return change;
  // What was forced or is new is not told file by file.
  if (BoolMember(payload, "forced") || BoolMember(payload, "created")) return ChangeByState(repository, payload, work);
  const PathChanges paths = ChangesOf(payload);
  if (Glob::IsPattern(settings_.catalog_path)) {
    // One Location stands for all files; it may not be there yet when the repository is new.
    const Glob glob(settings_.catalog_path);
    if (std::ranges::any_of(paths.added, [&](const std::string& path) { return glob.Matches(path); }))
      change.upserts.push_back(LocationOf(repository, settings_.catalog_path));
    return change;
  }
  if (paths.added.contains(settings_.catalog_path))
    change.upserts.push_back(LocationOf(repository, settings_.catalog_path));
  if (paths.removed.contains(settings_.catalog_path))
    change.removed.push_back(RefOf(repository, settings_.catalog_path));
  return change;
}

Result<SourceChange> GithubDiscovery::Added(const GithubRepository& repository, const WorkLimits& work) {
  SourceChange change;
  if (!PassesFilters(settings_, repository)) return change;
  const auto has_file = HasFile(repository, work);
  if (!has_file) return std::unexpected(has_file.error());
  if (*has_file) change.upserts.push_back(LocationOf(repository, settings_.catalog_path));
  return change;
}

Result<SourceChange> GithubDiscovery::ChangeByRepository(const Json& payload, const WorkLimits& work) {
  const GithubRepository repository = GithubRepositoryFrom(MemberOrNull(payload, "repository"));
  const std::string_view action = StringMember(payload, "action");
  SourceChange change;
  if (action == "deleted") {
    change.removed.push_back(RefOf(repository, settings_.catalog_path));
  } else if (action == "transferred") {
    GithubRepository former = repository;
    const Json& from = MemberOrNull(MemberOrNull(MemberOrNull(payload, "changes"), "owner"), "from");
    for (const char* const kind : {"organization", "user"}) {
      const auto login = StringMember(MemberOrNull(from, kind), "login");
      if (login.empty()) continue;
      former.html_url = std::format("{}/{}/{}", integration_.base_url, login, repository.name);
      change.removed.push_back(RefOf(former, settings_.catalog_path));
    }
    const auto organizations = Organizations(work);
    if (!organizations) return std::unexpected(organizations.error());
    const bool is_ours = std::ranges::any_of(
        *organizations, [&](const std::string& one) { return EqualsIgnoringCase(one, repository.owner); });
    auto added = is_ours ? Added(repository, work) : SourceChange{};
    if (!added) return added;
    change.upserts = std::move(added->upserts);
  } else if (action == "renamed") {
    change.removed.push_back(RefOf(Former(repository, payload), settings_.catalog_path));
    auto added = Added(repository, work);
    if (!added) return added;
    change.upserts = std::move(added->upserts);
  } else if (std::ranges::contains(std::array<std::string_view, 6>{"archived", "unarchived", "edited", "publicized",
                                                                   "privatized", "created"},
                                   action)) {
    return ChangeByState(repository, payload, work);
  }
  return change;
}

Result<SourceChange> GithubDiscovery::ChangeByState(const GithubRepository& repository, const Json& payload,
                                                    const WorkLimits& work) {
  SourceChange change;
  // A default branch that changed moves every file to another URL.
  const auto former_branch = StringMember(MemberOrNull(MemberOrNull(payload, "changes"), "default_branch"), "from");
  if (settings_.branch.empty() && !former_branch.empty()) {
    GithubRepository former = repository;
    former.default_branch = former_branch;
    change.removed.push_back(RefOf(former, settings_.catalog_path));
  }
  if (!PassesFilters(settings_, repository)) {
    change.removed.push_back(RefOf(repository, settings_.catalog_path));
    return change;
  }
  auto added = Added(repository, work);
  if (!added) return added;
  change.upserts = std::move(added->upserts);
  return change;
}

}  // namespace callboard::catalog
