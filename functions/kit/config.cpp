#include "functions/kit/config.hpp"

#include <charconv>
#include <cstdlib>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;

std::unexpected<Error> WrongType(std::string_view path, std::string_view expected, const Json& found) {
  return Fail(ErrorCode::InvalidInput,
              std::format("Configuration {}: expected {}, found {}", path, expected, found.type_name()));
}

struct Unit {
  std::string_view name;
  char letter;  // of ISO 8601's time part
  long long milliseconds;
};

constexpr Unit kUnits[] = {{"milliseconds", 0, 1},    {"seconds", 'S', 1'000}, {"minutes", 'M', 60'000},
                           {"hours", 'H', 3'600'000}, {"days", 0, 86'400'000}, {"weeks", 0, 604'800'000}};

std::optional<milliseconds> DurationFromObject(const Json& object) {
  long long total = 0;
  for (const auto& [name, amount] : object.items()) {
    const auto* const unit = std::ranges::find(kUnits, name, &Unit::name);
    if (unit == std::end(kUnits) || !amount.is_number_integer()) return std::nullopt;
    total += amount.get<long long>() * unit->milliseconds;
  }
  return milliseconds(total);
}

/// PT1H30M and the like.
std::optional<milliseconds> DurationFromText(std::string_view text) {
  if (!text.starts_with("PT") || text.size() == 2) return std::nullopt;
  text.remove_prefix(2);
  long long total = 0;
  while (!text.empty()) {
    long long amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc{} || end == text.data() + text.size()) return std::nullopt;
    const auto* const unit = std::ranges::find(kUnits, *end, &Unit::letter);
    if (unit == std::end(kUnits)) return std::nullopt;
    total += amount * unit->milliseconds;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  return milliseconds(total);
}

}  // namespace

Environment ProcessEnvironment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

const Json* Config::Find(std::string_view path) const {
  const Json* at = &root_;
  for (const std::string_view key : Split(path, '.')) {
    at = FindMember(*at, key);
    if (at == nullptr || at->is_null()) return nullptr;
  }
  return at;
}

Result<std::optional<std::string>> Config::String(std::string_view path) const {
  const Json* const value = Find(path);
  if (value == nullptr) return std::nullopt;
  if (value->is_number() || value->is_boolean()) return DumpJson(*value);
  if (!value->is_string()) return WrongType(path, "a string", *value);
  return value->get<std::string>();
}

Result<std::optional<bool>> Config::Boolean(std::string_view path) const {
  const Json* const value = Find(path);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  // Values that come through the environment are texts.
  if (value->is_string() && (*value == "true" || *value == "false")) return *value == "true";
  return WrongType(path, "true or false", *value);
}

Result<std::optional<long long>> Config::Integer(std::string_view path) const {
  const Json* const value = Find(path);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer()) return value->get<long long>();
  if (value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
  }
  return WrongType(path, "a whole number", *value);
}

Result<std::vector<std::string>> Config::Strings(std::string_view path) const {
  std::vector<std::string> strings;
  const Json* const value = Find(path);
  if (value == nullptr) return strings;
  if (value->is_string()) return std::vector{value->get<std::string>()};
  if (!value->is_array()) return WrongType(path, "a list of strings", *value);
  for (const Json& item : *value) {
    if (!item.is_string()) return WrongType(path, "a list of strings", item);
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

Result<std::optional<milliseconds>> Config::Duration(std::string_view path) const {
  const Json* const value = Find(path);
  if (value == nullptr) return std::nullopt;
  auto duration = value->is_object()   ? DurationFromObject(*value)
                  : value->is_string() ? DurationFromText(value->get_ref<const std::string&>())
                                       : std::nullopt;
  if (!duration) return WrongType(path, "a duration like {minutes: 5} or PT5M", *value);
  return duration;
}

}  // namespace callboard::kit
