#include "client/views/entity_facts.hpp"

#include <algorithm>

#include "client/views/entity_link.hpp"

namespace callboard::views {
namespace {

const Json* At(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* at = &json;
  for (const std::string_view key : path) {
    at = FindMember(*at, key);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::vector<catalog::Edge> EdgesOfDocument(const Json& document) {
  std::vector<catalog::Edge> edges;
  const Json* const relations = FindMember(document, "relations");
  if (relations == nullptr || !relations->is_array()) return edges;
  for (const Json& relation : *relations) {
    const std::string_view target = StringMember(relation, "targetRef");
    if (!target.empty()) edges.push_back({std::string(StringMember(relation, "type")), std::string(target)});
  }
  std::ranges::sort(edges);
  return edges;
}

}  // namespace

EntityLookup LookUpEntity(const store::AppState& state, std::string_view canonical_ref) {
  const store::Remote<store::EntityDetails>* const details = store::DetailsOf(state, canonical_ref);
  const Error* const error = details == nullptr ? nullptr : details->error();
  const bool has_document = details != nullptr && details->value() != nullptr && error == nullptr;
  const catalog::Index* const index = store::IndexOf(state);
  const auto id = index == nullptr ? std::nullopt : index->FindByRef(canonical_ref);
  EntityLookup lookup;
  lookup.facts.ref = canonical_ref;
  if (id || has_document) {
    lookup.presence = Presence::Found;
    lookup.facts.is_whole = has_document;
    lookup.facts.entity =
        has_document ? model::Entity{details->value()->document} : ReplicaEntity(state, canonical_ref);
    lookup.facts.edges = id ? index->Edges(*id) : EdgesOfDocument(lookup.facts.entity.document);
    return lookup;
  }
  if (error != nullptr) {
    lookup.presence = error->code == ErrorCode::NotFound ? Presence::Missing : Presence::Failed;
    lookup.error = error->message;
  }
  return lookup;
}

std::string TextAt(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* const at = At(json, path);
  return at != nullptr && at->is_string() ? at->get<std::string>() : "";
}

std::vector<std::string> TextsAt(const Json& json, std::initializer_list<std::string_view> path) {
  std::vector<std::string> texts;
  const Json* const at = At(json, path);
  if (at == nullptr || !at->is_array()) return texts;
  for (const Json& item : *at) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<std::pair<std::string, std::string>> PairsAt(const Json& json,
                                                         std::initializer_list<std::string_view> path) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const Json* const at = At(json, path);
  if (at == nullptr || !at->is_object()) return pairs;
  for (const auto& [key, value] : at->items())
    pairs.emplace_back(key, value.is_string() ? value.get<std::string>() : DumpJson(value));
  return pairs;
}

}  // namespace callboard::views
