#pragma once
// Entities: open JSON documents in Backstage's descriptor format. Known fields have accessors, unknown ones are kept.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::model {

/// The nine kinds of the model; others (AiResource, a company's own) are stored and served alike.
inline constexpr std::array<std::string_view, 9> kKinds = {"API",      "Component", "Domain",   "Group", "Location",
                                                           "Resource", "System",    "Template", "User"};

/// apiVersion, kind, metadata, spec and whatever else the document has. Valid after `ValidateEntity`.
struct Entity {
  Json document;
};

/// What an entity says of another one: from it to `target_ref` there is an edge of `type`, and one back of `inverse`.
/// Either may be "". The ref is canonical.
struct Relation {
  std::string type;
  std::string inverse;
  std::string target_ref;

  friend auto operator<=>(const Relation&, const Relation&) = default;
};

[[nodiscard]] std::string_view Kind(const Entity& entity);
[[nodiscard]] std::string_view Name(const Entity& entity);
/// metadata.namespace, or "default".
[[nodiscard]] std::string_view Namespace(const Entity& entity);
/// metadata.title, else metadata.name; Group and User: spec.profile.displayName first.
[[nodiscard]] std::string_view DisplayName(const Entity& entity);
/// "" when there is none.
[[nodiscard]] std::string_view Annotation(const Entity& entity, std::string_view key);
void SetAnnotation(Entity& entity, std::string_view key, std::string_view value);
/// The string `spec.<key>`, or "".
[[nodiscard]] std::string_view SpecString(const Entity& entity, std::string_view key);

[[nodiscard]] EntityRef RefOf(const Entity& entity);
/// CanonicalRef(RefOf(entity)).
[[nodiscard]] std::string RefText(const Entity& entity);

}  // namespace callboard::model
