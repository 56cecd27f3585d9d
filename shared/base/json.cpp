#include "shared/base/json.hpp"

#include <format>
#include <string>
#include <vector>

namespace callboard {

namespace {

/// Builds the value like the library's own parser, and keeps the position at which the text stops being JSON.
class ErrorPosition : public nlohmann::json_sax<Json> {
 public:
  std::size_t position = 0;
  std::string last_token;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string& token, const nlohmann::detail::exception&) override {
    position = at;
    last_token = token;
    return false;
  }
};

constexpr std::size_t kMaxDepth = 256;
constexpr std::size_t kMaxMembers = 4096;

/// Looks at brackets and commas only: whether the text is JSON is the parser's business.
Status CheckShape(std::string_view text) {
  std::vector<std::size_t> members;  // of each open bracket
  std::string brackets;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '"':
        for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
        break;
      case '{':
      case '[':
        if (brackets.size() == kMaxDepth)
          return Fail(ErrorCode::InvalidInput, std::format("JSON at byte {}: more than {} levels", at + 1, kMaxDepth));
        brackets += text[at];
        members.push_back(1);
        break;
      case '}':
      case ']':
        if (brackets.empty()) return {};
        brackets.pop_back();
        members.pop_back();
        break;
      case ',':
        if (!brackets.empty() && brackets.back() == '{' && ++members.back() > kMaxMembers)
          return Fail(ErrorCode::InvalidInput,
                      std::format("JSON at byte {}: an object with more than {} members", at + 1, kMaxMembers));
        break;
      default:
        break;
    }
  }
  return {};
}

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  if (const Status shape = CheckShape(text); !shape) return std::unexpected(shape.error());
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_discarded()) return json;
  ErrorPosition handler;
  static_cast<void>(Json::sax_parse(text, &handler));
  return Fail(ErrorCode::InvalidInput, std::format("not valid JSON at byte {}", handler.position), handler.last_token);
}

std::string DumpJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* FindMember(const Json& json, std::string_view key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

std::string_view StringMember(const Json& json, std::string_view key) {
  const Json* const member = FindMember(json, key);
  if (member == nullptr || !member->is_string()) return {};
  return member->get_ref<const std::string&>();
}

std::string EscapePointerPart(std::string_view part) {
  std::string text;
  for (const char c : part) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

std::string UnescapePointerPart(std::string_view part) {
  std::string text;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escape = part[i] == '~' && i + 1 < part.size();
    text += escape ? (part[++i] == '1' ? '/' : '~') : part[i];
  }
  return text;
}

}  // namespace callboard
