#include "functions/catalog/providers/name_pattern.hpp"

#include <format>
#include <regex>

namespace callboard::catalog {
namespace {

constexpr std::size_t kLongestName = 1000;

}  // namespace

struct NamePattern::Compiled {
  std::regex expression;
};

Result<NamePattern> NamePattern::Compile(const std::string& text) {
  NamePattern pattern;
  try {
    pattern.compiled_ = std::make_shared<const Compiled>(Compiled{std::regex(text, std::regex::ECMAScript)});
  } catch (const std::regex_error& error) {
    return Fail(ErrorCode::InvalidInput,
                std::format("'{}' is not a regular expression that can be used: {}", text, error.what()));
  }
  return pattern;
}

bool NamePattern::IsIn(std::string_view name) const {
  if (!compiled_) return true;
  if (name.size() > kLongestName) return false;
  try {
    return std::regex_search(name.begin(), name.end(), compiled_->expression);
  } catch (const std::regex_error&) {
    return false;  // the library gave up: too many ways to match
  }
}

bool NamePattern::IsWhole(std::string_view name) const {
  if (!compiled_) return true;
  if (name.size() > kLongestName) return false;
  try {
    return std::regex_match(name.begin(), name.end(), compiled_->expression);
  } catch (const std::regex_error&) {
    return false;
  }
}

}  // namespace callboard::catalog
