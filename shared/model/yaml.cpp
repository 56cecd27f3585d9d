#include "shared/model/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <format>
#include <limits>
#include <optional>
#include <string>
#include <unordered_set>

#include "shared/base/json.hpp"

namespace callboard::model {
namespace {

constexpr std::size_t kMaxNodes = 1'000'000;
constexpr std::size_t kMaxBytes = std::size_t{32} * 1024 * 1024;
/// Members of an object are searched in turn.
constexpr std::size_t kMaxKeys = 4096;
constexpr std::size_t kMaxDepth = 100;

/// The text of one document and the line (from 0) on which it begins.
struct Part {
  std::string_view text;
  std::size_t first_line;
};

bool IsDocumentStart(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

/// A "---" in the first column starts a document wherever it stands, so a file can be cut before it is parsed.
std::vector<Part> SplitDocuments(std::string_view text) {
  std::vector<Part> parts;
  std::size_t begin = 0;
  std::size_t first_line = 0;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size(); ++line_number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (at != 0 && IsDocumentStart(text.substr(at, end - at))) {
      parts.push_back({text.substr(begin, at - begin), first_line});
      begin = at;
      first_line = line_number;
    }
    at = end + 1;
  }
  parts.push_back({text.substr(begin), first_line});
  return parts;
}

template <typename T>
std::optional<T> ParseWhole(std::string_view digits, int base) {
  T value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<Json> IntegerFrom(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0o")) {
    const auto value = ParseWhole<std::uint64_t>(text.substr(2), text[1] == 'x' ? 16 : 8);
    return value ? std::optional<Json>(*value) : std::nullopt;
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  if (const auto value = ParseWhole<std::int64_t>(text, 10)) return Json(*value);
  if (const auto value = ParseWhole<std::uint64_t>(text, 10)) return Json(*value);
  return std::nullopt;
}

std::optional<Json> FloatFrom(const std::string& text) {
  // Only what the core schema calls a float: strtod alone would also take "infinity", "nan" and hexadecimal floats.
  if (text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  if (text.find_first_of("0123456789") == std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size() || !std::isfinite(value)) return std::nullopt;
  return Json(value);
}

/// YAML 1.2, 10.3.2. What JSON has no number for (.inf, .nan) stays text.
Json ScalarFrom(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str") return text;
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  if (auto integer = IntegerFrom(text)) return *integer;
  if (auto number = FloatFrom(text)) return *number;
  return text;
}

class Converter {
 public:
  explicit Converter(std::size_t first_line) : first_line_(first_line) {}

  Result<Json> Convert(const YAML::Node& node, std::size_t depth = 0) {
    if (depth > kMaxDepth) return FailAt(node.Mark(), "is nested too deeply");
    if (++nodes_ > kMaxNodes) return FailAt(node.Mark(), "has too many values once its aliases are expanded");
    if (node.IsScalar()) bytes_ += node.Scalar().size();
    if (bytes_ > kMaxBytes) return FailAt(node.Mark(), "is too large once its aliases are expanded");
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        return ScalarFrom(node);
      case YAML::NodeType::Sequence:
        return Sequence(node, depth);
      case YAML::NodeType::Map:
        return Mapping(node, depth);
      default:
        return Json(nullptr);
    }
  }

  [[nodiscard]] std::unexpected<Error> FailAt(const YAML::Mark& mark, std::string_view what) const {
    const std::size_t line = mark.is_null() ? first_line_ + 1 : first_line_ + static_cast<std::size_t>(mark.line) + 1;
    return Fail(ErrorCode::InvalidInput,
                std::format("YAML at line {}, column {}: {}", line, mark.is_null() ? 1 : mark.column + 1, what));
  }

 private:
  Result<Json> Sequence(const YAML::Node& node, std::size_t depth) {
    Json array = Json::array();
    for (const YAML::Node& child : node) {
      auto value = Convert(child, depth + 1);
      if (!value) return value;
      array.push_back(std::move(*value));
    }
    return array;
  }

  Result<Json> Mapping(const YAML::Node& node, std::size_t depth) {
    Json object = Json::object();
    auto& members = object.get_ref<Json::object_t&>();
    std::unordered_set<std::string> keys;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar() && !entry.first.IsNull())
        return FailAt(entry.first.Mark(), "a key has to be a plain value");
      const std::string key = entry.first.IsNull() ? "" : entry.first.Scalar();
      if (!keys.insert(key).second)
        return FailAt(entry.first.Mark(), std::format("the key \"{}\" stands here a second time", key));
      if (keys.size() > kMaxKeys) return FailAt(entry.first.Mark(), std::format("has more than {} keys", kMaxKeys));
      auto value = Convert(entry.second, depth + 1);
      if (!value) return value;
      members.emplace_back(key, std::move(*value));
    }
    return object;
  }

  std::size_t first_line_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
};

Result<YAML::Node> Load(const Part& part) {
  try {
    return YAML::Load(std::string(part.text));
  } catch (const YAML::Exception& exception) {
    return Converter(part.first_line).FailAt(exception.mark, exception.msg);
  }
}

/// The content of a part; nothing for a part that holds only comments.
std::optional<Result<Json>> ContentOf(const Part& part) {
  const auto node = Load(part);
  if (!node) return std::unexpected(node.error());
  if (!node->IsDefined() || node->IsNull()) return std::nullopt;
  try {
    return Converter(part.first_line).Convert(*node);
  } catch (const YAML::Exception& exception) {
    return Converter(part.first_line).FailAt(exception.mark, exception.msg);
  }
}

/// One step down; leaves `node` and says false when there is nothing at `key`.
bool Descend(YAML::Node& node, const std::string& key, YAML::Mark& mark) {
  if (node.IsSequence()) {
    const auto position = ParseWhole<std::size_t>(key, 10);
    if (!position || *position >= node.size()) return false;
    node.reset(node[*position]);
    mark = node.Mark();
    return true;
  }
  if (!node.IsMap()) return false;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar() || entry.first.Scalar() != key) continue;
    mark = entry.first.Mark();
    node.reset(entry.second);
    return true;
  }
  return false;
}

}  // namespace

std::vector<YamlDocument> ParseYamlDocuments(std::string_view text) {
  std::vector<YamlDocument> documents;
  std::size_t number = 0;
  for (const Part& part : SplitDocuments(text)) {
    ++number;
    if (auto content = ContentOf(part)) documents.push_back({number, part.first_line + 1, std::move(*content)});
  }
  return documents;
}

std::size_t LineOfPath(std::string_view text, std::size_t number, std::string_view pointer) {
  const std::vector<Part> parts = SplitDocuments(text);
  if (number == 0 || number > parts.size()) return 0;
  const Part& part = parts[number - 1];
  auto loaded = Load(part);
  if (!loaded) return part.first_line + 1;
  YAML::Node node = *loaded;
  YAML::Mark mark = node.Mark();
  std::string_view rest = pointer;
  while (rest.starts_with('/')) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    if (!Descend(node, UnescapePointerPart(rest.substr(1, end - 1)), mark)) break;
    rest.remove_prefix(end);
  }
  return part.first_line + (mark.is_null() ? 1 : static_cast<std::size_t>(mark.line) + 1);
}

}  // namespace callboard::model
