#include "functions/catalog/push.hpp"

#include <algorithm>
#include <format>
#include <set>

#include "functions/catalog/location_pattern.hpp"
#include "functions/kit/digest.hpp"
#include "shared/base/text.hpp"
#include "shared/model/validate.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

/// To find a line is to read the text again.
constexpr std::size_t kMaxLines = 20;
constexpr std::size_t kMaxTextWithLines = 1024UL * 1024;

SourceLocation LocationOf(std::string_view source) {
  return {"push", std::string(source)};
}

bool CanCarryAnnotations(const Json& document) {
  const Json* const metadata = FindMember(document, "metadata");
  if (metadata == nullptr || !metadata->is_object()) return false;
  const Json* const annotations = FindMember(*metadata, "annotations");
  return annotations == nullptr || annotations->is_null() || annotations->is_object();
}

PushedEntity EntityFrom(Json document, const std::string& location) {
  PushedEntity pushed;
  pushed.unprocessed.entity.document = std::move(document);
  pushed.unprocessed.location_key = location;
  model::Entity& entity = pushed.unprocessed.entity;
  if (CanCarryAnnotations(entity.document)) {
    model::SetAnnotation(entity, kManagedByLocation, location);
    model::SetAnnotation(entity, kManagedByOriginLocation, location);
  }
  if (!model::Kind(entity).empty() && !model::Name(entity).empty()) pushed.ref = model::RefText(entity);
  pushed.hash = kit::Sha1Hex(DumpJson(entity.document));
  return pushed;
}

Status AddRemove(std::string_view text, Push& push) {
  const auto ref = model::ParseEntityRef(text);
  if (!ref) return std::unexpected(ref.error());
  if (!kit::IsPlainText(text)) return Fail(ErrorCode::InvalidInput, "removes: expected UTF-8 without NUL characters");
  push.removes.push_back(model::CanonicalRef(*ref));
  return {};
}

Status CheckSize(std::size_t entities) {
  if (entities <= kMaxPushedEntities) return {};
  return Fail(ErrorCode::TooLarge,
              std::format("A push holds at most {} entities, this one {}", kMaxPushedEntities, entities));
}

Status ReadJsonEntities(const Json& body, std::string_view member, const std::string& location, Push& push) {
  const Json* const list = FindMember(body, member);
  if (list == nullptr) return {};
  if (!list->is_array()) return Fail(ErrorCode::InvalidInput, std::format("request/body/{} must be array", member));
  if (auto fits = CheckSize(list->size()); !fits) return fits;
  for (std::size_t i = 0; i < list->size(); ++i) {
    PushedEntity entity = EntityFrom((*list)[i], location);
    entity.index = static_cast<std::ptrdiff_t>(i);
    entity.pointer = std::format("/{}/{}", member, i);
    push.entities.push_back(std::move(entity));
  }
  return {};
}

Status ReadRemoves(const Json& body, Push& push) {
  const Json* const list = FindMember(body, "removes");
  if (list == nullptr) return {};
  if (!list->is_array()) return Fail(ErrorCode::InvalidInput, "request/body/removes must be array");
  for (const Json& item : *list) {
    if (!item.is_string()) return Fail(ErrorCode::InvalidInput, "request/body/removes must be array of entity refs");
    if (auto added = AddRemove(item.get<std::string>(), push); !added) return added;
  }
  return {};
}

Result<Push> ReadJson(const kit::Request& request, const std::string& location, std::string_view mode) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  if (!body->is_object()) return Fail(ErrorCode::InvalidInput, "request/body must be object");
  for (const auto& member : body->items()) {
    if (member.key() != "entities" && member.key() != "upserts" && member.key() != "removes")
      return Fail(ErrorCode::InvalidInput,
                  std::format("request/body has \"{}\", expected entities, or upserts and removes", member.key()));
  }
  Push push;
  push.is_patch = body->contains("upserts") || body->contains("removes");
  if (push.is_patch == body->contains("entities"))
    return Fail(ErrorCode::InvalidInput, "request/body must have entities, or else upserts and removes");
  if (!mode.empty() && (mode == "patch") != push.is_patch)
    return Fail(ErrorCode::InvalidInput, "mode=patch takes upserts and removes, mode=full takes entities");
  if (auto read = ReadJsonEntities(*body, push.is_patch ? "upserts" : "entities", location, push); !read)
    return std::unexpected(read.error());
  if (auto read = ReadRemoves(*body, push); !read) return std::unexpected(read.error());
  return push;
}

Result<Push> ReadYaml(const kit::Request& request, const std::string& location, std::string_view mode) {
  if (!kit::IsPlainText(request.body))
    return Fail(ErrorCode::InvalidInput, "The request body: expected UTF-8 without NUL characters");
  Push push;
  push.is_patch = mode == "patch";
  auto documents = model::ParseYamlDocuments(request.body);
  if (auto fits = CheckSize(documents.size()); !fits) return std::unexpected(fits.error());
  for (model::YamlDocument& document : documents) {
    if (document.content) {
      PushedEntity entity = EntityFrom(std::move(*document.content), location);
      entity.document = document.number;
      push.entities.push_back(std::move(entity));
    } else {
      push.problems.push_back(
          {.message = document.content.error().message, .document = document.number, .line = document.line});
    }
  }
  for (const std::string_view ref : kit::QueryValues(request, "remove")) {
    if (auto added = AddRemove(ref, push); !added) return std::unexpected(added.error());
  }
  if (!push.is_patch && !push.removes.empty()) return Fail(ErrorCode::InvalidInput, "remove is for mode=patch");
  if (documents.empty() && push.removes.empty())
    return Fail(ErrorCode::InvalidInput, "The request body has no document");
  return push;
}

class Checker {
 public:
  Checker(Push& push, std::string_view source, const CatalogRules& rules, SourceReader& reader, std::string_view body)
      : push_(push), origin_(LocationOf(source)), rules_(rules), reader_(reader), body_(body) {}

  void Run() {
    for (const PushedEntity& entity : push_.entities) {
      Validate(entity);
      CheckRef(entity);
    }
    for (const std::string& ref : push_.removes) {
      if (refs_.contains(ref))
        push_.problems.push_back({.message = "The entity stands in upserts and in removes", .entity_ref = ref});
    }
  }

 private:
  void Validate(const PushedEntity& entity) {
    // The targets of a Location are read when it is processed; here it only has to be sound.
    const bool is_location = EqualsIgnoringCase(model::Kind(entity.unprocessed.entity), "Location");
    if (entity.ref.empty() || is_location) {
      const auto problems = model::ValidateEntity(entity.unprocessed.entity.document);
      for (const model::EntityProblem& problem : problems) Add(entity, problem.path, problem.message);
      if (problems.empty() && entity.ref.empty()) Add(entity, "", "expected kind and metadata.name");
      if (is_location && model::SpecString(entity.unprocessed.entity, "type") != "url")
        Add(entity, "/spec/type", "Locations in a push must be of type url");
      return;
    }
    for (const ProcessingProblem& problem : ProcessEntity(entity.unprocessed, rules_, reader_).problems)
      Add(entity, problem.path, std::string(ReasonOf(problem)));
  }

  void CheckRef(const PushedEntity& entity) {
    if (entity.ref.empty()) return;
    if (!rules_.Allows(entity.unprocessed.entity, origin_))
      Add(entity, "/kind",
          std::format("Entity {} at {} is not of an allowed kind for that location", entity.ref,
                      LocationText(origin_)));
    if (!refs_.insert(entity.ref).second)
      Add(entity, "", std::format("Entity {} stands in the push twice", entity.ref));
  }

  void Add(const PushedEntity& entity, std::string_view path, std::string message) {
    PushProblem problem{.message = std::move(message),
                        .entity_ref = entity.ref,
                        .index = entity.index,
                        .document = entity.document,
                        .path = entity.pointer + std::string(path)};
    if (body_.size() <= kMaxTextWithLines && lines_++ < kMaxLines)
      problem.line = model::LineOfPath(body_, std::max<std::size_t>(1, entity.document), problem.path);
    push_.problems.push_back(std::move(problem));
  }

  Push& push_;
  SourceLocation origin_;
  const CatalogRules& rules_;
  SourceReader& reader_;
  std::string_view body_;
  std::size_t lines_ = 0;
  std::set<std::string> refs_;
};

}  // namespace

bool MayPush(const std::vector<PushGrant>& grants, std::string_view source, std::string_view subject) {
  return grants.empty() || std::ranges::any_of(grants, [&](const PushGrant& grant) {
           return MatchesPattern(source, grant.source_pattern) && std::ranges::contains(grant.subjects, subject);
         });
}

Result<Push> ReadPush(const kit::Request& request, std::string_view source) {
  const std::string location = LocationText(LocationOf(source));
  const std::string_view mode = kit::QueryValue(request, "mode").value_or("");
  if (!mode.empty() && mode != "full" && mode != "patch")
    return Fail(ErrorCode::InvalidInput, "mode must be full or patch");
  const bool is_yaml = kit::Header(request, "content-type").contains("yaml");
  return is_yaml ? ReadYaml(request, location, mode) : ReadJson(request, location, mode);
}

void CheckPush(Push& push, std::string_view source, const CatalogRules& rules, SourceReader& reader,
               std::string_view body) {
  Checker(push, source, rules, reader, body).Run();
}

std::string EtagOf(const PushedState& state) {
  std::string text;
  for (const auto& [ref, hash] : state) text += std::format("{}\n{}\n", ref, hash);
  return kit::Sha1Hex(text);
}

PushDifference Compare(const PushedState& before, const Push& push) {
  PushDifference difference;
  if (push.is_patch) difference.next = before;
  for (const std::string& ref : push.removes) difference.next.erase(ref);
  for (const PushedEntity& entity : push.entities) {
    if (!entity.ref.empty()) difference.next[entity.ref] = entity.hash;
  }
  for (const auto& [ref, hash] : difference.next) {
    const auto known = before.find(ref);
    if (known == before.end())
      difference.added.push_back(ref);
    else if (known->second != hash)
      difference.changed.push_back(ref);
  }
  for (const auto& [ref, unused] : before) {
    if (!difference.next.contains(ref)) difference.removed.push_back(ref);
  }
  return difference;
}

}  // namespace callboard::catalog
