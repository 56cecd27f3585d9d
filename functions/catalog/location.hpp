#pragma once
// Where entities come from: a location is a type ("file", "url") and a target.

#include <optional>
#include <string>
#include <string_view>

#include "functions/catalog/integrations.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {

inline constexpr std::string_view kManagedByLocation = "backstage.io/managed-by-location";
inline constexpr std::string_view kManagedByOriginLocation = "backstage.io/managed-by-origin-location";
inline constexpr std::string_view kSourceLocation = "backstage.io/source-location";
inline constexpr std::string_view kViewUrl = "backstage.io/view-url";
inline constexpr std::string_view kEditUrl = "backstage.io/edit-url";
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

/// `target` as seen from the file at `base`: absolute paths and URLs stay, everything else is taken relative to it;
/// from a page of one of `hosts` as ResolveScmUrl says.
[[nodiscard]] std::string ResolveTarget(const SourceLocation& base, std::string_view target, const Integrations& hosts);

/// Sets the annotations that say where an entity comes from and where it is seen and edited, unless it has them itself.
/// Source: AnnotateLocationEntityProcessor of @backstage/plugin-catalog-backend.
void AnnotateLocation(model::Entity& entity, const SourceLocation& location, const SourceLocation& origin,
                      const Integrations& hosts);

}  // namespace callboard::catalog
