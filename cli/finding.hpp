#pragma once
// What a check found, and how it is told to people, programs and GitHub.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/json.hpp"

namespace callboard::cli {

enum class Level : std::uint8_t { Error, Warning };

/// `document`, `line` and `column` count from 1, and are 0 where there is no such place. `path` is a JSON pointer.
struct Finding {
  Level level = Level::Error;
  std::string message;
  std::string file = {};
  std::size_t document = 0;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string path = {};
  std::string entity_ref = {};
};

/// "file:line:column: error: /spec/owner: message"
[[nodiscard]] std::string HumanLine(const Finding& finding);

/// A workflow command of GitHub Actions. Source: docs.github.com, "Workflow commands for GitHub Actions".
[[nodiscard]] std::string GithubLine(const Finding& finding);

[[nodiscard]] Json JsonFromFinding(const Finding& finding);

[[nodiscard]] std::size_t CountErrors(std::span<const Finding> findings);

}  // namespace callboard::cli
