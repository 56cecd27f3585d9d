#pragma once
// What a definition offers, as groups of things that can be opened; the same for every language.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/types.hpp"
#include "shared/definitions/definition.hpp"

namespace callboard::views {

/// What an item's `index` counts.
enum class OutlineKind : std::uint8_t {
  ApiOperation,
  ApiSchema,
  AsyncOperation,
  AsyncSchema,
  GraphQlField,  // `index` of the type, `inner` of the field
  GraphQlType,
  GraphQlDirective,
  ProtoMethod,  // `index` of the service, `inner` of the method
  ProtoMessage,
  ProtoEnum,
};

struct OutlineItem {
  OutlineKind kind = OutlineKind::ApiOperation;
  std::size_t index = 0;
  std::size_t inner = 0;
  std::string chip;  // "GET"
  ui::Tone tone = ui::Tone::Neutral;
  std::string name;    // "/pets/{petId}"
  std::string detail;  // the summary
  std::string words;   // what the filter looks through, in lower case
};

struct OutlineGroup {
  std::string title;
  std::string description;
  std::vector<OutlineItem> items;
};

/// Title, version and language of the definition, what it says of itself, and its groups.
struct DefinitionOutline {
  std::string title;
  std::vector<std::string> chips;
  std::string description;
  std::vector<OutlineGroup> groups;
};

/// Without groups when the definition could not be read, or its language is not known.
[[nodiscard]] DefinitionOutline BuildDefinitionOutline(const definitions::Definition& definition);

/// Every word of `filter` has to be in the item; groups without items are left out.
[[nodiscard]] std::vector<OutlineGroup> FilterOutline(const std::vector<OutlineGroup>& groups, std::string_view filter);
[[nodiscard]] std::size_t CountItems(const std::vector<OutlineGroup>& groups);

}  // namespace callboard::views
