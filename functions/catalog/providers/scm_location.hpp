#pragma once
// Descriptor files in repositories as the Location entities that providers emit.

#include <string>
#include <string_view>

#include "functions/catalog/processor.hpp"

namespace callboard::catalog {

[[nodiscard]] std::string WithoutLeadingSlash(std::string_view path);

/// Spaces and the characters that end a URL's path are escaped; everything else, patterns too, stays as people read it.
[[nodiscard]] std::string PathInUrl(std::string_view path);

/// The Location entity for a page's URL, as locationSpecToLocationEntity of npm @backstage/plugin-catalog-node makes
/// it. With presence "optional" a file that is not there is no error.
[[nodiscard]] UnprocessedEntity LocationAt(std::string_view url, std::string_view presence,
                                           std::string_view location_key);

}  // namespace callboard::catalog
