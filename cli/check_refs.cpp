#include "cli/check_refs.hpp"

#include <chrono>
#include <format>
#include <map>
#include <set>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/model/kinds.hpp"

namespace callboard::cli {
namespace {

constexpr std::size_t kRefsAtOnce = 500;
constexpr std::chrono::minutes kAnswerWithin{2};

struct Reference {
  const CheckedEntity* entity = nullptr;
  std::string path;
};

using References = std::map<std::string, std::vector<Reference>>;

void AddReference(const CheckedEntity& from, const model::RelationRule& rule, const Json& value, std::string path,
                  References& references) {
  if (!value.is_string()) return;
  const auto ref = model::ParseEntityRef(value.get<std::string>(),
                                         {.kind = rule.default_kind, .name_space = model::Namespace(from.entity)});
  if (ref) references[model::CanonicalRef(*ref)].push_back({&from, std::move(path)});
}

/// Every ref that stands in a field of relations, but for the entities of the files themselves.
References ReferencesOf(const CheckedFiles& checked) {
  References references;
  for (const CheckedEntity& entity : checked.entities) {
    const Json* const spec = FindMember(entity.entity.document, "spec");
    for (const model::RelationRule& rule : model::RelationTable()) {
      if (spec == nullptr || !EqualsIgnoringCase(rule.kind, model::Kind(entity.entity))) continue;
      const Json* const value = FindMember(*spec, rule.field);
      if (value == nullptr) continue;
      const std::string path = std::format("/spec/{}", rule.field);
      AddReference(entity, rule, *value, path, references);
      for (std::size_t i = 0; value->is_array() && i < value->size(); ++i)
        AddReference(entity, rule, (*value)[i], std::format("{}/{}", path, i), references);
    }
  }
  for (const CheckedEntity& entity : checked.entities) references.erase(entity.ref);
  return references;
}

/// The refs of which the catalog has no entity.
Result<std::set<std::string>> UnknownOf(const std::vector<std::string>& refs, kit::HttpClient& client,
                                        const Remote& remote) {
  const auto answer = client.Send(JsonRequest(remote, "POST", "/api/catalog/entities/by-refs",
                                              {{"entityRefs", refs}, {"fields", Json::array({"kind"})}}));
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200) return Fail(ErrorCode::Forbidden, DescribeRefusal(*answer));
  const auto body = ParseJson(answer->body);
  const Json* const items = body ? FindMember(*body, "items") : nullptr;
  if (items == nullptr || !items->is_array() || items->size() != refs.size())
    return Fail(ErrorCode::Unavailable, std::format("{} does not answer as a catalog does", remote.url));
  std::set<std::string> unknown;
  for (std::size_t i = 0; i < refs.size(); ++i) {
    if ((*items)[i].is_null()) unknown.insert(refs[i]);
  }
  return unknown;
}

}  // namespace

kit::HttpRequest JsonRequest(const Remote& remote, std::string method, const std::string& path, const Json& body) {
  kit::HttpRequest request;
  request.method = std::move(method);
  request.url = remote.url;
  while (request.url.ends_with('/')) request.url.pop_back();
  request.url += path;
  request.headers.emplace("Content-Type", "application/json");
  if (!remote.token.empty()) request.headers.emplace("Authorization", std::format("Bearer {}", remote.token));
  request.body = DumpJson(body);
  request.deadline = std::chrono::steady_clock::now() + kAnswerWithin;
  return request;
}

std::string DescribeRefusal(const kit::HttpAnswer& answer) {
  const auto body = ParseJson(answer.body);
  const Json* const error = body ? FindMember(*body, "error") : nullptr;
  const std::string_view message = error != nullptr ? StringMember(*error, "message") : std::string_view{};
  return message.empty() ? std::format("the answer was {}", answer.status)
                         : std::format("the answer was {}: {}", answer.status, message);
}

Status CheckRefs(CheckedFiles& checked, kit::HttpClient& client, const Remote& remote) {
  const References references = ReferencesOf(checked);
  std::vector<std::string> chunk;
  const auto check_chunk = [&]() -> Status {
    if (chunk.empty()) return {};
    const auto unknown = UnknownOf(std::exchange(chunk, {}), client, remote);
    if (!unknown) return std::unexpected(unknown.error());
    for (const std::string& ref : *unknown) {
      for (const auto& [entity, path] : references.at(ref)) {
        Finding finding{.level = Level::Warning,
                        .message = std::format("the catalog does not know {}", ref),
                        .file = entity->file,
                        .document = entity->document,
                        .line = entity->line,
                        .path = path,
                        .entity_ref = entity->ref};
        Locate(checked, finding);
        checked.findings.push_back(std::move(finding));
      }
    }
    return {};
  };
  for (const auto& [ref, unused] : references) {
    chunk.push_back(ref);
    if (chunk.size() < kRefsAtOnce) continue;
    if (auto done = check_chunk(); !done) return done;
  }
  return check_chunk();
}

}  // namespace callboard::cli
