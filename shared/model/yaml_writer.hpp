#pragma once
// Values as YAML text that people like to read.

#include <string>

#include "shared/base/json.hpp"

namespace callboard::model {

/// One document in block style that reads back as `json`: npm yaml's stringify, but for its folding of lines beyond 80
/// characters.
[[nodiscard]] std::string DumpYaml(const Json& json);

}  // namespace callboard::model
