#pragma once
// Arguments of a command.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::cli {

/// "--name value", "--name=value"; without `takes_value` just "--name".
struct OptionSpec {
  std::string_view name;
  bool takes_value = true;
};

struct Arguments {
  std::vector<std::string> positional;
  std::map<std::string, std::string, std::less<>> options;

  [[nodiscard]] bool Has(std::string_view option) const { return options.contains(option); }
  /// The option's value, or `otherwise`.
  [[nodiscard]] std::string Get(std::string_view option, std::string_view otherwise = "") const;
};

/// "-" and what follows "--" are positional. InvalidInput names an option that is unknown, twice there or without its
/// value.
[[nodiscard]] Result<Arguments> ParseArguments(std::span<const std::string_view> words,
                                               std::span<const OptionSpec> known);

}  // namespace callboard::cli
