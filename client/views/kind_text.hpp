#pragma once
// How kinds and relations are called and pictured. Kinds and relations of a company's own are shown as they are
// written.

#include <cstddef>
#include <string>
#include <string_view>

#include "client/ui/types.hpp"

namespace callboard::views {

/// "Component", "API"; `kind` in any case.
[[nodiscard]] std::string KindLabel(std::string_view kind);
/// Within a sentence: "components", "APIs"; "entities" for store::kAnyKind.
[[nodiscard]] std::string KindPlural(std::string_view kind);
/// "1 component", "3 APIs".
[[nodiscard]] std::string KindCount(std::size_t count, std::string_view kind);
[[nodiscard]] ui::Icon KindIcon(std::string_view kind);

/// "Owned by" for "ownedBy".
[[nodiscard]] std::string RelationLabel(std::string_view type);

}  // namespace callboard::views
