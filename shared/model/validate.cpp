#include "shared/model/validate.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "shared/base/text.hpp"
#include "shared/model/field_format.hpp"
#include "shared/model/kinds.hpp"
#include "shared/model/schema.hpp"

namespace callboard::model {
namespace {

constexpr std::array<std::string_view, 7> kRootMembers = {"apiVersion", "kind",   "metadata",   "spec",
                                                          "relations",  "status", "attachments"};

std::vector<EntityProblem> CheckEnvelope(const Json& document) {
  std::vector<EntityProblem> problems;
  if (!document.is_object()) {
    problems.push_back({ValidationStep::Envelope, "", "Malformed envelope, <root> must be object"});
    return problems;
  }
  for (const SchemaViolation& violation : CheckRules(document, CommonRules(), "")) {
    const std::string_view where = violation.path.empty() ? "<root>" : std::string_view(violation.path);
    problems.push_back(
        {ValidationStep::Envelope, violation.path, std::format("Malformed envelope, {} {}", where, violation.message)});
  }
  for (const auto& member : document.items()) {
    if (std::ranges::contains(kRootMembers, member.key())) continue;
    problems.push_back({ValidationStep::Envelope, "/" + member.key(),
                        "Malformed envelope, <root> must NOT have additional properties"});
  }
  return problems;
}

const KindRules* FindKind(const Json& document) {
  const Json* const spec = FindMember(document, "spec");
  const std::string_view spec_type = spec == nullptr ? std::string_view{} : StringMember(*spec, "type");
  const auto matches = [&](const KindRules& rules) {
    return rules.kind == StringMember(document, "kind") &&
           std::ranges::contains(rules.api_versions, StringMember(document, "apiVersion")) &&
           (rules.spec_type.empty() || rules.spec_type == spec_type);
  };
  const auto found = std::ranges::find_if(KindTable(), matches);
  return found == KindTable().end() ? nullptr : &*found;
}

bool IsAllowedUnknown(std::string_view kind, const UnknownKinds& unknown) {
  const auto is_kind = [&](std::string_view other) { return EqualsIgnoringCase(kind, other); };
  if (std::ranges::any_of(KindTable(), is_kind, &KindRules::kind)) return false;
  return unknown.all || std::ranges::any_of(unknown.kinds, is_kind);
}

std::vector<EntityProblem> CheckKind(const Json& document, const UnknownKinds& unknown) {
  std::vector<EntityProblem> problems;
  if (IsAllowedUnknown(StringMember(document, "kind"), unknown)) return problems;
  const KindRules* const rules = FindKind(document);
  if (rules == nullptr) {
    const std::string ref = RefText(Entity{document});
    problems.push_back(
        {ValidationStep::UnknownKind, "/kind",
         std::format("No processor recognized the entity {} as valid, possibly caused by a foreign kind or apiVersion",
                     ref)});
    return problems;
  }
  const Json* const spec = FindMember(document, "spec");
  if (spec == nullptr) {
    problems.push_back(
        {ValidationStep::Schema, "", "<root> must have required property 'spec' - missingProperty: spec"});
    return problems;
  }
  for (const SchemaViolation& violation : CheckRules(*spec, rules->fields, "/spec")) {
    problems.push_back({ValidationStep::Schema, violation.path,
                        std::format("{} {} - {}", violation.path, violation.message, violation.params)});
  }
  return problems;
}

constexpr std::array kEnvelope = {
    FieldRule{"apiVersion", FieldType::String, true},   FieldRule{"kind", FieldType::String, true},
    FieldRule{"metadata", FieldType::Object, true},     FieldRule{"metadata.name", FieldType::String, true},
    FieldRule{"metadata.namespace", FieldType::String},
};

}  // namespace

std::string EnvelopeProblem(const Json& document) {
  if (!document.is_object()) return "<root> must be object - type: object";
  const auto violations = CheckRules(document, kEnvelope, "");
  if (violations.empty()) return "";
  const SchemaViolation& first = violations.front();
  return std::format("{} {} - {}", first.path.empty() ? "<root>" : first.path, first.message, first.params);
}

std::vector<EntityProblem> ValidateEntity(const Json& document, const UnknownKinds& unknown) {
  std::vector<EntityProblem> problems = CheckEnvelope(document);
  // The steps that follow rely on members of the right types.
  if (!problems.empty()) return problems;
  problems = CheckFieldFormats(document);
  std::ranges::move(CheckKind(document, unknown), std::back_inserter(problems));
  return problems;
}

}  // namespace callboard::model
