#include "cli/arguments.hpp"

#include <algorithm>
#include <format>

namespace callboard::cli {

std::string Arguments::Get(std::string_view option, std::string_view otherwise) const {
  const auto found = options.find(option);
  return found == options.end() ? std::string(otherwise) : found->second;
}

Result<Arguments> ParseArguments(std::span<const std::string_view> words, std::span<const OptionSpec> known) {
  Arguments arguments;
  bool only_positional = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--" && !only_positional) {
      only_positional = true;
      continue;
    }
    if (only_positional || !word.starts_with('-') || word == "-") {
      arguments.positional.emplace_back(word);
      continue;
    }
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, equals);
    const auto spec = std::ranges::find(known, name, &OptionSpec::name);
    if (spec == known.end()) return Fail(ErrorCode::InvalidInput, std::format("unknown option {}", name));
    const bool has_own_value = equals < word.size();
    std::string value(has_own_value ? word.substr(equals + 1) : std::string_view{});
    if (!spec->takes_value && has_own_value)
      return Fail(ErrorCode::InvalidInput, std::format("{} takes no value", name));
    if (spec->takes_value && !has_own_value) {
      if (i + 1 == words.size()) return Fail(ErrorCode::InvalidInput, std::format("{} takes a value", name));
      value = words[++i];
    }
    if (!arguments.options.emplace(name, std::move(value)).second)
      return Fail(ErrorCode::InvalidInput, std::format("{} is given twice", name));
  }
  return arguments;
}

}  // namespace callboard::cli
