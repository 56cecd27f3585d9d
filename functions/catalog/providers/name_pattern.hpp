#pragma once
// Regular expressions of the configuration, as `filters.repository` and `projectPattern` hold them.

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace callboard::catalog {

/// A JavaScript regular expression without lookbehind, named groups and \p. Matches everything until it is compiled.
class NamePattern {
 public:
  /// InvalidInput when the text is no such expression.
  [[nodiscard]] static Result<NamePattern> Compile(const std::string& text);

  /// As RegExp.test: somewhere in the name. Names of more than 1,000 bytes never match.
  [[nodiscard]] bool IsIn(std::string_view name) const;
  [[nodiscard]] bool IsWhole(std::string_view name) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace callboard::catalog
