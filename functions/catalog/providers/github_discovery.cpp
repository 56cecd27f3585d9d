#include "functions/catalog/providers/github_discovery.hpp"

#include <algorithm>
#include <format>
#include <map>

#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_location.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr int kMostPages = 1000;
constexpr int kNotModified = 304;
constexpr int kNotFound = 404;

bool SatisfiesTopics(const GithubDiscoverySettings& settings, const std::vector<std::string>& topics) {
  const auto has = [&](const std::string& topic) { return std::ranges::contains(topics, topic); };
  if (std::ranges::any_of(settings.excluded_topics, has)) return false;
  return settings.topics.empty() || std::ranges::any_of(settings.topics, has);
}

/// What the state keeps of a repository: what filters look at, and when it was pushed to last.
Json RecordOf(const Json& json) {
  Json record = {{"owner", {{"login", StringMember(MemberOrNull(json, "owner"), "login")}}}};
  for (const char* const member :
       {"name", "html_url", "default_branch", "topics", "archived", "fork", "visibility", "pushed_at"}) {
    if (const Json* const value = FindMember(json, member)) record[member] = *value;
  }
  return record;
}

/// Pages that the last run saw, by URL, and what it knew about single files, by repository.
struct Known {
  std::map<std::string, const Json*, std::less<>> pages;
  std::map<std::string, const Json*, std::less<>> repositories;

  explicit Known(const Json& state) {
    for (const Json& page : MemberOrNull(state, "pages")) {
      pages.emplace(StringMember(page, "url"), &page);
      for (const Json& repository : MemberOrNull(page, "repositories"))
        repositories.emplace(StringMember(repository, "html_url"), &repository);
    }
  }
};

}  // namespace

GithubRepository GithubRepositoryFrom(const Json& json) {
  return {.owner = std::string(StringMember(MemberOrNull(json, "owner"), "login")),
          .name = std::string(StringMember(json, "name")),
          .html_url = std::string(StringMember(json, "html_url")),
          .default_branch = std::string(StringMember(json, "default_branch")),
          .visibility = std::string(StringMember(json, "visibility")),
          .topics = StringsMember(json, "topics"),
          .is_fork = BoolMember(json, "fork"),
          .is_archived = BoolMember(json, "archived")};
}

bool PassesFilters(const GithubDiscoverySettings& settings, const GithubRepository& repository) {
  return (settings.allow_archived || !repository.is_archived) && (settings.allow_forks || !repository.is_fork) &&
         settings.repository.IsWhole(repository.name) && SatisfiesTopics(settings, repository.topics) &&
         (settings.visibilities.empty() ||
          std::ranges::contains(settings.visibilities, ToLowerAscii(repository.visibility))) &&
         !repository.default_branch.empty();
}

struct GithubDiscovery::Run {
  const Known& known;
  const WorkLimits& work;
  Json pages = Json::array();
};

GithubDiscovery::GithubDiscovery(GithubDiscoverySettings settings, const Integration& integration,
                                 const ProviderContext& context)
    : settings_(std::move(settings)),
      integration_(integration),
      context_(context),
      id_("github:" + settings_.id),
      location_key_("github-provider:" + settings_.id) {}

std::string GithubDiscovery::BranchOf(const GithubRepository& repository) const {
  return settings_.branch.empty() ? repository.default_branch : settings_.branch;
}

std::string GithubDiscovery::UrlOf(const GithubRepository& repository, std::string_view path) const {
  return std::format("{}/blob/{}/{}", repository.html_url, PathInUrl(BranchOf(repository)), PathInUrl(path));
}

UnprocessedEntity GithubDiscovery::LocationOf(const GithubRepository& repository, std::string_view path) const {
  return LocationAt(UrlOf(repository, path), "optional", location_key_);
}

std::string GithubDiscovery::RefOf(const GithubRepository& repository, std::string_view path) const {
  return model::RefText(LocationOf(repository, path).entity);
}

std::string GithubDiscovery::ContentsUrl(const GithubRepository& repository) const {
  return std::format("{}/repos/{}/{}/contents/{}?ref={}", integration_.api_base_url, PercentEncode(repository.owner),
                     PercentEncode(repository.name), PathInUrl(settings_.catalog_path),
                     PercentEncode(BranchOf(repository)));
}

Result<std::vector<std::string>> GithubDiscovery::Organizations(const WorkLimits& work) {
  if (!settings_.organization.empty()) return std::vector{settings_.organization};
  return context_.apps->Organizations(integration_, settings_.app, work.deadline);
}

ProviderReading GithubDiscovery::Read(const Json& state, const WorkLimits& work) {
  ProviderReading reading;
  const Known known(state);
  Run run{.known = known, .work = work};
  const auto organizations = Organizations(work);
  if (!organizations) reading.status = std::unexpected(organizations.error());
  if (organizations) {
    for (const std::string& organization : *organizations) {
      reading.status = ReadOrganization(organization, run, reading);
      if (!reading.status) break;
    }
  }
  // Pages that this run did not come to are still as good as they were.
  if (!reading.status) {
    for (const auto& [url, page] : known.pages) {
      if (std::ranges::none_of(run.pages, [&](const Json& seen) { return StringMember(seen, "url") == url; }))
        run.pages.push_back(*page);
    }
  }
  reading.state["pages"] = std::move(run.pages);
  return reading;
}

Status GithubDiscovery::ReadOrganization(const std::string& organization, Run& run, ProviderReading& reading) {
  ScmClient client(context_.access, integration_, organization, run.work);
  const auto first_page = [&](std::string_view kind) {
    return std::format("{}/{}/{}/repos?per_page=100", integration_.api_base_url, kind, PercentEncode(organization));
  };
  std::string url = first_page("orgs");
  for (int page_number = 0; !url.empty() && page_number < kMostPages; ++page_number) {
    const auto found = run.known.pages.find(url);
    const Json* const old = found == run.known.pages.end() ? nullptr : found->second;
    const auto answer = client.Get(url, old == nullptr ? "" : std::string(StringMember(*old, "etag")));
    reading.retry_at = client.RetryAt();
    if (!answer) return std::unexpected(answer.error());
    if (answer->status == kNotFound && url == first_page("orgs")) {
      url = first_page("users");  // a person has repositories too
      continue;
    }
    if (answer->status == kNotFound)
      return Fail(ErrorCode::Unavailable,
                  std::format("The organization {} is not there, or its repositories may not be seen", organization));
    Json page = old != nullptr && answer->status == kNotModified ? *old : Json{{"url", url}};
    if (answer->status != kNotModified) {
      page["etag"] = answer->etag;
      page["next"] = answer->next;
      page["repositories"] = Json::array();
      for (const Json& repository : answer->body) page["repositories"].push_back(RecordOf(repository));
    }
    Status checked;
    for (Json& json : page["repositories"]) {
      const GithubRepository repository = GithubRepositoryFrom(json);
      if (!PassesFilters(settings_, repository)) continue;
      if (settings_.validate_locations_exist) checked = CheckFile(json, run, client);
      if (!checked) break;
      if (!settings_.validate_locations_exist || BoolMember(json, "has_file"))
        reading.entities.push_back(LocationOf(repository, settings_.catalog_path));
    }
    url = StringMember(page, "next");
    run.pages.push_back(std::move(page));
    reading.retry_at = client.RetryAt();
    if (!checked) return checked;
  }
  return {};
}

/// Asks for the file only when the repository was pushed to since the answer that the state holds.
Status GithubDiscovery::CheckFile(Json& json, Run& run, ScmClient& client) {
  const GithubRepository repository = GithubRepositoryFrom(json);
  const std::string place = BranchOf(repository) + ":" + settings_.catalog_path;
  const std::string version = std::format("{} {}", place, StringMember(json, "pushed_at"));
  if (StringMember(json, "checked") == version) return {};
  const auto found = run.known.repositories.find(repository.html_url);
  const Json* const old = found == run.known.repositories.end() ? nullptr : found->second;
  const bool is_same_place = old != nullptr && StringMember(*old, "checked").starts_with(place + " ");
  if (is_same_place && StringMember(*old, "checked") == version) {
    for (const char* const member : {"checked", "has_file", "file_etag"}) json[member] = MemberOrNull(*old, member);
    return {};
  }
  const auto answer =
      client.Get(ContentsUrl(repository), is_same_place ? std::string(StringMember(*old, "file_etag")) : "");
  if (!answer) return std::unexpected(answer.error());
  json["checked"] = version;
  if (answer->status == kNotModified) {
    json["has_file"] = BoolMember(*old, "has_file");
    json["file_etag"] = StringMember(*old, "file_etag");
    return {};
  }
  json["has_file"] = StringMember(answer->body, "type") == "file" && IntegerMember(answer->body, "size") > 0;
  json["file_etag"] = answer->etag;
  return {};
}

Result<bool> GithubDiscovery::HasFile(const GithubRepository& repository, const WorkLimits& work) {
  if (!settings_.validate_locations_exist) return true;
  ScmClient client(context_.access, integration_, repository.owner, work);
  const auto answer = client.Get(ContentsUrl(repository));
  if (!answer) return std::unexpected(answer.error());
  return StringMember(answer->body, "type") == "file" && IntegerMember(answer->body, "size") > 0;
}

}  // namespace callboard::catalog
