#pragma once
// YAML for people, from JSON.

#include <string>

#include "shared/base/json.hpp"

namespace callboard::cli {

/// Block style, two spaces a level, quotes only where YAML would read something else. Ends with a line end.
[[nodiscard]] std::string YamlFromJson(const Json& json);

}  // namespace callboard::cli
