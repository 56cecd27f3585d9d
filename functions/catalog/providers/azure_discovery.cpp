#include "functions/catalog/providers/azure_discovery.hpp"

#include <format>
#include <set>

#include "functions/catalog/glob.hpp"
#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_location.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kPageSize = 1000;
constexpr std::size_t kMostFiles = 100'000;
constexpr int kNotFound = 404;

/// As encodeURI: spaces and what is no ASCII.
std::string PartInUrl(std::string_view part) {
  std::string text;
  for (const char c : part) text += PathInUrl(std::string_view(&c, 1));
  return text;
}

}  // namespace

AzureDiscovery::AzureDiscovery(AzureDiscoverySettings settings, const Integration& integration,
                               const ProviderContext& context)
    : settings_(std::move(settings)),
      integration_(integration),
      context_(context),
      id_("azureDevOps:" + settings_.id),
      location_key_("AzureDevOpsEntityProvider:" + settings_.id) {}

std::string AzureDiscovery::SearchUrl() const {
  const bool is_cloud = integration_.host == "dev.azure.com";
  return std::format("{}/{}/_apis/search/codesearchresults?api-version=6.0-preview.1",
                     is_cloud ? "https://almsearch.dev.azure.com" : integration_.api_base_url,
                     PercentEncode(settings_.organization));
}

UnprocessedEntity AzureDiscovery::LocationOf(const Json& file) const {
  std::string url = std::format("https://{}/{}/{}/_git/{}?path={}", settings_.host, PartInUrl(settings_.organization),
                                PartInUrl(StringMember(MemberOrNull(file, "project"), "name")),
                                PartInUrl(StringMember(MemberOrNull(file, "repository"), "name")),
                                PartInUrl(StringMember(file, "path")));
  if (!settings_.branch.empty()) url += "&version=GB" + PartInUrl(settings_.branch);
  return LocationAt(url, "required", location_key_);
}

ProviderReading AzureDiscovery::Read(const Json&, const WorkLimits& work) {
  ProviderReading reading;
  ScmClient client(context_.access, integration_, settings_.organization, work);
  const std::string text =
      std::format("path:{} repo:{} proj:{}", settings_.path, settings_.repository, settings_.project);
  Json body = {{"searchText", text}, {"$skip", 0}, {"$top", kPageSize}};
  if (!settings_.branch.empty()) body["filters"] = {{"Branch", Json::array({settings_.branch})}};
  std::set<std::string> seen;
  for (std::size_t found = 0; found < kMostFiles;) {
    body["$skip"] = found;
    const auto answer = client.Post(SearchUrl(), body);
    reading.retry_at = client.RetryAt();
    if (!answer) reading.status = std::unexpected(answer.error());
    if (answer && answer->status == kNotFound)
      reading.status = Fail(ErrorCode::Unavailable, std::format("{} has no code search", SearchUrl()));
    if (!reading.status) break;
    const Json& results = MemberOrNull(answer->body, "results");
    for (const Json& file : results) {
      UnprocessedEntity location = LocationOf(file);
      if (seen.insert(location.entity.document["spec"]["target"].get<std::string>()).second)
        reading.entities.push_back(std::move(location));
    }
    found += results.size();
    if (results.empty() || static_cast<long long>(found) >= IntegerMember(answer->body, "count")) break;
  }
  return reading;
}

Result<SourceChange> AzureDiscovery::ChangeBy(const ScmEvent& event, const WorkLimits&) {
  SourceChange change;
  if (event.source != "azureDevOps" || event.name != "git.push") return change;
  const Json& repository = MemberOrNull(MemberOrNull(event.payload, "resource"), "repository");
  const auto project = StringMember(MemberOrNull(repository, "project"), "name");
  change.rerun =
      Glob(settings_.project).Matches(project) && Glob(settings_.repository).Matches(StringMember(repository, "name"));
  return change;
}

}  // namespace callboard::catalog
