#pragma once
// Entity references: [<kind>:][<namespace>/]<name>, as in Backstage's catalog model.

#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace callboard::model {

inline constexpr std::string_view kDefaultNamespace = "default";

/// A complete reference. The parts keep the case in which they were written; refs are compared by their canonical text.
struct EntityRef {
  std::string kind;
  std::string name_space;
  std::string name;
};

/// What fills the parts that a reference leaves out. An empty kind means that the reference has to name one.
struct RefContext {
  std::string_view kind;
  std::string_view name_space = kDefaultNamespace;
};

/// The first colon and the first slash part the text, a colon behind it is none; whether the parts are names is up to
/// validation. InvalidInput when a part is empty, or when neither the text nor the context gives a kind.
[[nodiscard]] Result<EntityRef> ParseEntityRef(std::string_view text, RefContext context = {});

/// The canonical text "kind:namespace/name" in lower case: equal texts are equal entities.
[[nodiscard]] std::string CanonicalRef(const EntityRef& ref);

/// For people: the shortest text that still names the entity in `context`, in the case as written.
[[nodiscard]] std::string HumanRef(const EntityRef& ref, RefContext context = {});

}  // namespace callboard::model
