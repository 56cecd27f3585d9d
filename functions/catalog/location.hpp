#pragma once
// Where entities come from: a location is a type ("file", "url") and a target.

#include <optional>
#include <string>
#include <string_view>

#include "shared/model/entity.hpp"

namespace callboard::catalog {

inline constexpr std::string_view kManagedByLocation = "backstage.io/managed-by-location";
inline constexpr std::string_view kManagedByOriginLocation = "backstage.io/managed-by-origin-location";
inline constexpr std::string_view kOrphanAnnotation = "backstage.io/orphan";

struct SourceLocation {
  std::string type;
  std::string target;

  friend auto operator<=>(const SourceLocation&, const SourceLocation&) = default;
};

/// "type:target", as annotations hold it.
[[nodiscard]] std::string LocationText(const SourceLocation& location);
/// The inverse; nothing when there is no colon or a part is empty.
[[nodiscard]] std::optional<SourceLocation> ParseLocationText(std::string_view text);

/// A Location entity that stands for a configured or registered location. Its name is "generated-" and the SHA-1 of the
/// text.
[[nodiscard]] model::Entity EntityForLocation(const SourceLocation& location);

/// `target` as seen from the file at `base`: absolute paths and URLs stay, everything else is taken relative to it.
[[nodiscard]] std::string ResolveTarget(const SourceLocation& base, std::string_view target);

}  // namespace callboard::catalog
