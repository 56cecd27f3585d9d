#include "shared/model/entity_ref.hpp"

#include <format>

#include "shared/base/text.hpp"

namespace callboard::model {

Result<EntityRef> ParseEntityRef(std::string_view text, RefContext context) {
  const auto invalid = [&] {
    return Fail(ErrorCode::InvalidInput,
                std::format("Entity reference \"{}\" was not on the form [<kind>:][<namespace>/]<name>", text));
  };
  std::string_view rest = TrimSpace(text);
  EntityRef ref{std::string(context.kind), std::string(context.name_space), {}};
  if (const auto colon = rest.find(':'); colon != std::string_view::npos && colon < rest.find('/')) {
    ref.kind = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    if (ref.kind.empty()) return invalid();
  }
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    ref.name_space = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
    if (ref.name_space.empty()) return invalid();
  }
  ref.name = rest;
  if (ref.name.empty()) return invalid();
  if (ref.kind.empty()) {
    return Fail(
        ErrorCode::InvalidInput,
        std::format(
            "Entity reference \"{}\" had missing or empty kind (e.g. did not start with \"component:\" or similar)",
            text));
  }
  return ref;
}

std::string CanonicalRef(const EntityRef& ref) {
  return ToLowerAscii(std::format("{}:{}/{}", ref.kind, ref.name_space, ref.name));
}

std::string HumanRef(const EntityRef& ref, RefContext context) {
  std::string text;
  if (!EqualsIgnoringCase(ref.kind, context.kind)) text += ref.kind + ":";
  if (!EqualsIgnoringCase(ref.name_space, context.name_space)) text += ref.name_space + "/";
  return text + ref.name;
}

}  // namespace callboard::model
