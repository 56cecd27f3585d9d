#include "shared/model/yaml.hpp"

#include <yaml.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <format>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "shared/base/json.hpp"
#include "shared/base/text.hpp"

namespace callboard::model {
namespace {

constexpr std::size_t kMaxNodes = 1'000'000;
constexpr std::size_t kMaxBytes = std::size_t{32} * 1024 * 1024;
/// Members of an object are searched in turn.
constexpr std::size_t kMaxKeys = 4096;
constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxDocuments = 100'000;

/// The text of one document and the line (from 0) on which it begins.
struct Part {
  std::string_view text;
  std::size_t first_line;
};

bool IsDocumentStart(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

/// Whether `text` holds the directives ("%YAML 1.2") of the document that the next "---" starts, and nothing else.
bool IsHead(std::string_view text) {
  if (!text.starts_with('%') && !text.contains("\n%")) return false;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.empty() && !line.starts_with('%') && !line.starts_with('#') && !line.starts_with('\r')) return false;
  }
  return true;
}

/// A "---" in the first column starts a document wherever it stands, so a file can be cut before it is parsed.
std::vector<Part> SplitDocuments(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // libyaml takes it for text
  std::vector<Part> parts;
  std::size_t begin = 0;
  std::size_t first_line = 0;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size(); ++line_number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (at != 0 && IsDocumentStart(text.substr(at, end - at)) && !IsHead(text.substr(begin, at - begin))) {
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
Json PlainScalar(std::string text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  if (!std::string_view("0123456789+-.").contains(text[0])) return text;
  if (auto integer = IntegerFrom(text)) return *integer;
  if (auto number = FloatFrom(text)) return *number;
  return text;
}

/// libyaml's events of one document, each freed when the next is asked for.
class Events {
 public:
  explicit Events(const Part& part) : first_line_(part.first_line) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(part.text.data()), part.text.size());
  }
  ~Events() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// Goes on to the next event.
  Status Next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_) != 0) return {};
    event_ = {};
    const std::string_view problem = parser_.problem == nullptr ? "cannot be read" : parser_.problem;
    const bool is_bad_text = parser_.error == YAML_READER_ERROR;
    const std::string what =
        parser_.context == nullptr ? std::string(problem) : std::format("{}, {}", parser_.context, problem);
    return FailAt(is_bad_text ? parser_.mark : parser_.problem_mark, what);
  }

  [[nodiscard]] const yaml_event_t& event() const { return event_; }
  [[nodiscard]] std::string_view Text() const {
    return {reinterpret_cast<const char*>(event_.data.scalar.value), event_.data.scalar.length};
  }
  /// Counted from 1, in the file.
  [[nodiscard]] std::size_t Line() const { return first_line_ + event_.start_mark.line + 1; }

  [[nodiscard]] std::unexpected<Error> Fail(std::string_view what) const { return FailAt(event_.start_mark, what); }

 private:
  [[nodiscard]] std::unexpected<Error> FailAt(const yaml_mark_t& mark, std::string_view what) const {
    return callboard::Fail(ErrorCode::InvalidInput, std::format("YAML at line {}, column {}: {}",
                                                                first_line_ + mark.line + 1, mark.column + 1, what));
  }

  yaml_parser_t parser_{};
  yaml_event_t event_{};
  std::size_t first_line_;
};

/// Builds the value that begins with the current event.
class Builder {
 public:
  explicit Builder(Events& events) : events_(events) {}

  Result<Json> Value(std::size_t depth = 0) {
    if (depth > kMaxDepth) return events_.Fail("is nested too deeply");
    if (auto counted = Count(1, 0); !counted) return std::unexpected(counted.error());
    switch (events_.event().type) {
      case YAML_SCALAR_EVENT:
        return Scalar();
      case YAML_SEQUENCE_START_EVENT:
        return Sequence(depth);
      case YAML_MAPPING_START_EVENT:
        return Mapping(depth);
      case YAML_ALIAS_EVENT:
        return Alias();
      default:
        return events_.Fail("expected a value");
    }
  }

 private:
  /// What an anchor names, and how much a further copy of it counts.
  struct Anchored {
    Json value;
    std::size_t nodes = 0;
    std::size_t bytes = 0;
  };

  Status Count(std::size_t nodes, std::size_t bytes) {
    nodes_ += nodes;
    bytes_ += bytes;
    if (nodes_ > kMaxNodes) return events_.Fail("has too many values once its aliases are expanded");
    if (bytes_ > kMaxBytes) return events_.Fail("is too large once its aliases are expanded");
    return {};
  }

  static std::string AnchorOf(const yaml_char_t* name) {
    return name == nullptr ? "" : std::string(reinterpret_cast<const char*>(name));
  }

  /// Keeps `value`, which took what was counted since `nodes` and `bytes`, for aliases.
  Result<Json> Named(const std::string& anchor, Json value, std::size_t nodes, std::size_t bytes) {
    if (!anchor.empty()) anchors_[anchor] = {value, nodes_ - nodes + 1, bytes_ - bytes};
    return value;
  }

  Result<Json> Scalar() {
    const auto& scalar = events_.event().data.scalar;
    const std::string_view tag = scalar.tag == nullptr ? "" : reinterpret_cast<const char*>(scalar.tag);
    const bool is_text = tag == "!" || tag == YAML_STR_TAG || (tag.empty() && scalar.style != YAML_PLAIN_SCALAR_STYLE);
    if (auto counted = Count(0, scalar.length); !counted) return std::unexpected(counted.error());
    std::string text(events_.Text());
    Json value = is_text ? Json(std::move(text)) : PlainScalar(std::move(text));
    if (scalar.anchor == nullptr) return value;
    return Named(AnchorOf(scalar.anchor), std::move(value), nodes_, bytes_ - scalar.length);
  }

  Result<Json> Alias() {
    const std::string name = AnchorOf(events_.event().data.alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) return events_.Fail(std::format("there is no anchor \"{}\" before", name));
    if (auto counted = Count(found->second.nodes, found->second.bytes); !counted)
      return std::unexpected(counted.error());
    return found->second.value;
  }

  Result<Json> Sequence(std::size_t depth) {
    const std::string anchor = AnchorOf(events_.event().data.sequence_start.anchor);
    const std::size_t nodes = nodes_;
    const std::size_t bytes = bytes_;
    Json array = Json::array();
    for (;;) {
      if (auto next = events_.Next(); !next) return std::unexpected(next.error());
      if (events_.event().type == YAML_SEQUENCE_END_EVENT) break;
      auto value = Value(depth + 1);
      if (!value) return value;
      array.push_back(std::move(*value));
    }
    return Named(anchor, std::move(array), nodes, bytes);
  }

  /// The key at the current event. A null is the empty key, as in JavaScript's YAML.
  Result<std::string> Key(const std::unordered_set<std::string>& known) {
    const yaml_event_t& event = events_.event();
    if (event.type != YAML_SCALAR_EVENT) return events_.Fail("a key has to be a plain value");
    const bool is_plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    std::string key(events_.Text());
    if (is_plain && PlainScalar(key).is_null()) key.clear();
    if (known.contains(key)) return events_.Fail(std::format("the key \"{}\" stands here a second time", key));
    if (known.size() == kMaxKeys) return events_.Fail(std::format("has more than {} keys", kMaxKeys));
    return key;
  }

  Result<Json> Mapping(std::size_t depth) {
    const std::string anchor = AnchorOf(events_.event().data.mapping_start.anchor);
    const std::size_t nodes = nodes_;
    const std::size_t bytes = bytes_;
    Json object = Json::object();
    auto& members = object.get_ref<Json::object_t&>();
    std::unordered_set<std::string> known;
    for (;;) {
      if (auto next = events_.Next(); !next) return std::unexpected(next.error());
      if (events_.event().type == YAML_MAPPING_END_EVENT) break;
      auto key = Key(known);
      if (!key) return std::unexpected(key.error());
      known.insert(*key);
      if (auto next = events_.Next(); !next) return std::unexpected(next.error());
      auto value = Value(depth + 1);
      if (!value) return value;
      members.emplace_back(std::move(*key), std::move(*value));
    }
    return Named(anchor, std::move(object), nodes, bytes);
  }

  Events& events_;
  std::unordered_map<std::string, Anchored> anchors_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
};

/// Goes to the first event of the document's value; says false when there is no document.
Result<bool> EnterDocument(Events& events) {
  for (;;) {
    if (auto next = events.Next(); !next) return std::unexpected(next.error());
    switch (events.event().type) {
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_START_EVENT:
        break;
      case YAML_STREAM_END_EVENT:
        return false;
      default:
        return true;
    }
  }
}

/// The content of a part; nothing for a part that holds only comments.
std::optional<Result<Json>> ContentOf(const Part& part) {
  Events events(part);
  const auto entered = EnterDocument(events);
  if (!entered) return std::unexpected(entered.error());
  if (!*entered) return std::nullopt;
  auto content = Builder(events).Value();
  if (!content) return content;
  if (auto ended = events.Next(); !ended) return std::unexpected(ended.error());
  if (content->is_null()) return std::nullopt;
  return content;
}

/// Follows a JSON pointer through the events of a document, for the line on which it ends.
class LineFinder {
 public:
  explicit LineFinder(const Part& part) : events_(part), line_(part.first_line + 1) {}

  std::size_t Find(std::string_view pointer) {
    const auto entered = EnterDocument(events_);
    if (!entered || !*entered) return line_;
    line_ = events_.Line();
    while (pointer.starts_with('/')) {
      const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
      if (!Descend(UnescapePointerPart(pointer.substr(1, end - 1)))) break;
      pointer.remove_prefix(end);
    }
    return line_;
  }

 private:
  /// From a container's start to the value at `key`; says false when there is none.
  bool Descend(const std::string& key) {
    const bool is_sequence = events_.event().type == YAML_SEQUENCE_START_EVENT;
    if (!is_sequence && events_.event().type != YAML_MAPPING_START_EVENT) return false;
    for (std::size_t position = 0; Advance(); ++position) {
      const std::size_t line = events_.Line();
      const bool found = is_sequence ? std::to_string(position) == key
                                     : events_.event().type == YAML_SCALAR_EVENT && events_.Text() == key;
      if (!is_sequence && !(SkipValue() && Advance())) return false;
      if (found) {
        line_ = line;
        return true;
      }
      if (!SkipValue()) return false;
    }
    return false;
  }

  /// To the next event; says false at the end of a container and of what can be read.
  bool Advance() {
    if (!events_.Next()) return false;
    const yaml_event_type_t type = events_.event().type;
    return type != YAML_SEQUENCE_END_EVENT && type != YAML_MAPPING_END_EVENT;
  }

  /// To the last event of the current value.
  bool SkipValue() {
    for (std::size_t depth = 0;;) {
      const yaml_event_type_t type = events_.event().type;
      if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) ++depth;
      if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT) --depth;
      if (depth == 0) return true;
      if (!events_.Next()) return false;
    }
  }

  Events events_;
  std::size_t line_;
};

}  // namespace

std::vector<YamlDocument> ParseYamlDocuments(std::string_view text) {
  std::vector<YamlDocument> documents;
  std::size_t number = 0;
  const std::vector<Part> parts = SplitDocuments(text);
  if (parts.size() > kMaxDocuments)
    return {{1, 1, Fail(ErrorCode::InvalidInput, std::format("the file has more than {} documents", kMaxDocuments))}};
  for (const Part& part : parts) {
    ++number;
    if (auto content = ContentOf(part)) documents.push_back({number, part.first_line + 1, std::move(*content)});
  }
  return documents;
}

std::size_t LineOfPath(std::string_view text, std::size_t number, std::string_view pointer) {
  const std::vector<Part> parts = SplitDocuments(text);
  if (number == 0 || number > parts.size()) return 0;
  return LineFinder(parts[number - 1]).Find(pointer);
}

}  // namespace callboard::model
