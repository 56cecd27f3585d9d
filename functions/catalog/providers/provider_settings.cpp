#include "functions/catalog/providers/provider_settings.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "functions/catalog/providers/scm_location.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::chrono::milliseconds kShortestFrequency = std::chrono::seconds(1);

/// Reads one provider's object value by value; the first thing that is wrong stays in `failure`.
class Reader {
 public:
  Reader(std::string key, const Json& json) : key_(std::move(key)), config_(json) {
    if (!json.is_object()) Refuse("", "expected an object");
  }

  std::string Text(std::string_view path, std::string fallback = "") {
    return Value(config_.String(path)).value_or(std::move(fallback));
  }

  std::string Required(std::string_view path) {
    std::string text = Text(path);
    if (text.empty()) Refuse(path, "expected a string, found none");
    return text;
  }

  bool Flag(std::string_view path, bool fallback) { return Value(config_.Boolean(path)).value_or(fallback); }

  std::vector<std::string> Texts(std::string_view path) {
    auto texts = config_.Strings(path);
    if (texts) return std::move(*texts);
    Include(texts.error());
    return {};
  }

  NamePattern Pattern(std::string_view path) {
    const std::string text = Text(path);
    if (text.empty()) return {};
    auto pattern = NamePattern::Compile(text);
    if (pattern) return std::move(*pattern);
    Refuse(path, pattern.error().message);
    return {};
  }

  ProviderSchedule Schedule() {
    ProviderSchedule schedule;
    const Json* const frequency = config_.Find("schedule.frequency");
    if (frequency != nullptr && StringMember(*frequency, "trigger") == "manual") {
      schedule.frequency.reset();
    } else if (frequency != nullptr && FindMember(*frequency, "cron") != nullptr) {
      Refuse("schedule.frequency", "cron expressions are not known here; expected a duration like {minutes: 30}");
    } else {
      schedule.frequency = Value(config_.Duration("schedule.frequency")).value_or(*schedule.frequency);
      if (*schedule.frequency < kShortestFrequency) Refuse("schedule.frequency", "expected at least one second");
    }
    schedule.timeout = Value(config_.Duration("schedule.timeout")).value_or(schedule.timeout);
    if (schedule.timeout < kShortestFrequency) Refuse("schedule.timeout", "expected at least one second");
    schedule.initial_delay = Value(config_.Duration("schedule.initialDelay")).value_or(schedule.initial_delay);
    return schedule;
  }

  [[nodiscard]] bool Has(std::string_view path) const { return config_.Find(path) != nullptr; }

  void Refuse(std::string_view path, std::string_view reason) {
    if (failure_) return;
    failure_ = Fail(ErrorCode::InvalidInput,
                    std::format("Configuration {}{}{}: {}", key_, path.empty() ? "" : ".", path, reason))
                   .error();
  }

  [[nodiscard]] const std::optional<Error>& Failure() const { return failure_; }

 private:
  template <typename T>
  std::optional<T> Value(Result<std::optional<T>> value) {
    if (value) return std::move(*value);
    Include(value.error());
    return std::nullopt;
  }

  void Include(const Error& error) {
    if (!failure_) failure_ = Fail(error, std::format("Configuration {}", key_)).error();
  }

  std::string key_;
  kit::Config config_;
  std::optional<Error> failure_;
};

GithubDiscoverySettings GithubFrom(Reader& reader, std::string id) {
  GithubDiscoverySettings settings;
  settings.id = std::move(id);
  settings.host = ToLowerAscii(reader.Text("host", "github.com"));
  settings.organization = reader.Text("organization");
  settings.app = reader.Text("app");
  if (settings.organization.empty() && settings.app.empty())
    reader.Refuse("", "Either organization or app must be specified");
  settings.catalog_path = WithoutLeadingSlash(reader.Text("catalogPath", "/catalog-info.yaml"));
  settings.branch = reader.Text("filters.branch");
  if (settings.branch.contains('/'))
    reader.Refuse("filters.branch", "Slash characters (/) are not allowed in filters.branch");
  settings.repository = reader.Pattern("filters.repository");
  settings.topics = reader.Texts("filters.topic.include");
  settings.excluded_topics = reader.Texts("filters.topic.exclude");
  for (const std::string& visibility : reader.Texts("filters.visibility"))
    settings.visibilities.push_back(ToLowerAscii(visibility));
  settings.allow_forks = reader.Flag("filters.allowForks", true);
  settings.allow_archived = reader.Flag("filters.allowArchived", false);
  settings.validate_locations_exist = reader.Flag("validateLocationsExist", false);
  if (settings.validate_locations_exist && settings.catalog_path.contains('*')) {
    reader.Refuse("catalogPath", std::format("The catalog path {} contains a wildcard, which is incompatible with "
                                             "validation of locations existing before emitting them",
                                             settings.catalog_path));
  }
  settings.schedule = reader.Schedule();
  return settings;
}

GithubOrgSettings GithubOrgFrom(Reader& reader) {
  GithubOrgSettings settings;
  settings.id = reader.Required("id");
  settings.github_url = reader.Required("githubUrl");
  if (const auto url = ParseUrl(settings.github_url)) {
    settings.github_url = std::format("{}://{}", url->scheme, url->host);
  } else {
    reader.Refuse("githubUrl", std::format("'{}' is not a URL", settings.github_url));
  }
  settings.orgs = reader.Texts("orgs");
  settings.use_verified_emails = reader.Flag("defaultUserTransformer.useVerifiedEmails", false);
  settings.exclude_suspended_users = reader.Flag("excludeSuspendedUsers", false);
  settings.schedule = reader.Schedule();
  return settings;
}

GitlabDiscoverySettings GitlabFrom(Reader& reader, std::string id) {
  GitlabDiscoverySettings settings;
  settings.id = std::move(id);
  settings.host = ToLowerAscii(reader.Required("host"));
  settings.group = reader.Text("group");
  settings.branch = reader.Text("branch");
  settings.fallback_branch = reader.Text("fallbackBranch", "master");
  settings.entity_filename = WithoutLeadingSlash(reader.Text("entityFilename", "catalog-info.yaml"));
  settings.project_pattern = reader.Pattern("projectPattern");
  settings.excluded_projects = reader.Texts("excludeRepos");
  for (const std::string& topic : reader.Texts("topics"))
    settings.topics += (settings.topics.empty() ? "" : ",") + topic;
  settings.skip_forks = reader.Flag("skipForkedRepos", false);
  settings.include_archived = reader.Flag("includeArchivedRepos", false);
  settings.membership = reader.Flag("membership", false);
  settings.schedule = reader.Schedule();
  return settings;
}

AzureDiscoverySettings AzureFrom(Reader& reader, std::string id) {
  AzureDiscoverySettings settings;
  settings.id = std::move(id);
  settings.host = ToLowerAscii(reader.Text("host", "dev.azure.com"));
  settings.organization = reader.Required("organization");
  settings.project = reader.Required("project");
  settings.repository = reader.Text("repository", "*");
  settings.branch = reader.Text("branch");
  settings.path = reader.Text("path", "/catalog-info.yaml");
  settings.schedule = reader.Schedule();
  return settings;
}

/// The providers below `key`: by id, or one named "default" when `is_single` says that the object is one itself.
template <typename Settings>
Status ReadById(const kit::Config& config, const std::string& key, Settings (*read)(Reader&, std::string),
                bool (*is_single)(const Reader&), std::vector<Settings>& into) {
  const Json* const section = config.Find(key);
  if (section == nullptr) return {};
  if (!section->is_object())
    return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: expected an object", key));
  const auto add = [&](std::string at, const Json& json, std::string id) -> Status {
    Reader reader(std::move(at), json);
    into.push_back(read(reader, std::move(id)));
    if (reader.Failure()) return std::unexpected(*reader.Failure());
    return {};
  };
  if (is_single(Reader(key, *section))) return add(key, *section, "default");
  for (const auto& [id, json] : section->items()) {
    if (auto added = add(std::format("{}.{}", key, id), json, id); !added) return added;
  }
  return {};
}

Status ReadGithubOrgs(const kit::Config& config, std::vector<GithubOrgSettings>& into) {
  const Json* const section = config.Find("catalog.providers.githubOrg");
  if (section == nullptr) return {};
  for (const Json& json : section->is_array() ? *section : Json::array({*section})) {
    Reader reader(section->is_array() ? std::format("catalog.providers.githubOrg.{}", into.size())
                                      : std::string("catalog.providers.githubOrg"),
                  json);
    GithubOrgSettings settings = GithubOrgFrom(reader);
    if (std::ranges::contains(into, settings.id, &GithubOrgSettings::id))
      reader.Refuse("id", std::format("'{}' is there twice", settings.id));
    if (reader.Failure()) return std::unexpected(*reader.Failure());
    into.push_back(std::move(settings));
  }
  // With one organization there is nothing to tell apart.
  if (into.size() == 1) into.front().use_default_namespace = into.front().orgs.size() == 1;
  return {};
}

}  // namespace

Result<ProviderSettings> ProviderSettingsFrom(const kit::Config& config) {
  ProviderSettings settings;
  const auto is_github = [](const Reader& reader) { return reader.Has("organization") || reader.Has("app"); };
  const auto never = [](const Reader&) { return false; };
  if (auto read =
          ReadById<GithubDiscoverySettings>(config, "catalog.providers.github", GithubFrom, is_github, settings.github);
      !read)
    return std::unexpected(read.error());
  if (auto read = ReadGithubOrgs(config, settings.github_org); !read) return std::unexpected(read.error());
  if (auto read =
          ReadById<GitlabDiscoverySettings>(config, "catalog.providers.gitlab", GitlabFrom, never, settings.gitlab);
      !read)
    return std::unexpected(read.error());
  if (auto read =
          ReadById<AzureDiscoverySettings>(config, "catalog.providers.azureDevOps", AzureFrom, never, settings.azure);
      !read)
    return std::unexpected(read.error());
  return settings;
}

}  // namespace callboard::catalog
