#pragma once
// Patterns of paths, as targets of locations hold them.

#include <string>
#include <string_view>
#include <vector>

namespace callboard::catalog {

/// `*`, `?` and `[…]` within a part between slashes, `**` for any number of parts, `{a,b}`. Names that begin with a
/// dot are only met by a pattern that says the dot. Takes time in proportion to pattern times path, whoever wrote them.
/// Source: minimatch without options, but for its extended patterns like +(a|b).
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  [[nodiscard]] static bool IsPattern(std::string_view text);

  [[nodiscard]] bool Matches(std::string_view path) const;
  /// Whether a path below `folder` can match; "" is the root.
  [[nodiscard]] bool CanMatchBelow(std::string_view folder) const;
  /// The folder that everything that matches is below, without a slash at the end; "" for the root.
  [[nodiscard]] std::string FixedFolder() const;

 private:
  std::vector<std::vector<std::string>> alternatives_;  // of parts
};

}  // namespace callboard::catalog
