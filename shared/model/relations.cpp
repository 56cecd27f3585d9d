#include "shared/model/relations.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <string>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/model/kinds.hpp"

namespace callboard::model {
namespace {

constexpr std::array<std::string_view, 7> kRefLists = {"providesApis", "consumesApis", "dependsOn", "dependencyOf",
                                                       "memberOf",     "children",     "members"};

/// The refs of one field with their JSON pointers: a string or a list of strings.
std::vector<std::pair<std::string, std::string>> RefsAt(const Json& spec, std::string_view field) {
  std::vector<std::pair<std::string, std::string>> refs;
  const Json* const value = FindMember(spec, field);
  if (value == nullptr) return refs;
  const std::string pointer = std::format("/spec/{}", field);
  if (value->is_string()) refs.emplace_back(pointer, value->get<std::string>());
  if (!value->is_array()) return refs;
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& item = (*value)[i];
    if (item.is_string()) refs.emplace_back(std::format("{}/{}", pointer, i), item.get<std::string>());
  }
  return refs;
}

}  // namespace

EmittedRelations RelationsOf(const Entity& entity) {
  EmittedRelations emitted;
  const Json* const spec = FindMember(entity.document, "spec");
  if (spec == nullptr) return emitted;
  for (const RelationRule& rule : RelationTable()) {
    if (!EqualsIgnoringCase(rule.kind, Kind(entity))) continue;
    for (const auto& [pointer, text] : RefsAt(*spec, rule.field)) {
      const auto ref = ParseEntityRef(text, {.kind = rule.default_kind, .name_space = Namespace(entity)});
      if (!ref) {
        emitted.problems.push_back({ValidationStep::Schema, pointer, ref.error().message});
        continue;
      }
      emitted.relations.push_back({std::string(rule.forward), std::string(rule.backward), CanonicalRef(*ref)});
    }
  }
  std::ranges::sort(emitted.relations);
  const auto repeated = std::ranges::unique(emitted.relations);
  emitted.relations.erase(repeated.begin(), repeated.end());
  return emitted;
}

Json JsonFromRelations(const std::vector<Relation>& relations) {
  Json list = Json::array();
  for (const Relation& relation : relations) list.push_back({relation.type, relation.inverse, relation.target_ref});
  return list;
}

void SortRefLists(Entity& entity) {
  const auto spec = entity.document.find("spec");
  if (spec == entity.document.end() || !spec->is_object()) return;
  for (const std::string_view field : kRefLists) {
    const auto list = spec->find(field);
    if (list == spec->end() || !list->is_array()) continue;
    if (std::ranges::all_of(*list, &Json::is_string)) std::sort(list->begin(), list->end());
  }
}

}  // namespace callboard::model
