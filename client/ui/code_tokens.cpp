#include "client/ui/code_tokens.hpp"

#include <algorithm>
#include <array>

#include "shared/base/text.hpp"

namespace callboard::ui {
namespace {

constexpr std::array<std::string_view, 6> kConstants = {"true", "false", "null", "yes", "no", "~"};

// Of C++, Java, JavaScript, Go, Rust, protobuf and GraphQL, as far as they read as keywords in all of them.
constexpr std::array<std::string_view, 62> kWords = {
    "abstract", "async",      "auto",    "await",    "bool",      "break",   "case",      "catch",    "class",
    "const",    "continue",   "default", "delete",   "directive", "do",      "double",    "else",     "enum",
    "export",   "extends",    "false",   "final",    "float",     "fn",      "for",       "func",     "function",
    "if",       "implements", "import",  "in",       "input",     "int",     "interface", "let",      "message",
    "mutation", "namespace",  "new",     "nil",      "null",      "nullptr", "oneof",     "optional", "package",
    "private",  "public",     "query",   "repeated", "return",    "returns", "rpc",       "scalar",   "service",
    "static",   "string",     "struct",  "switch",   "syntax",    "true",    "type",      "void"};
static_assert(std::ranges::is_sorted(kWords));

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The end of a quoted text that starts at `at`; the end of the line when it is not closed.
std::size_t EndOfQuote(std::string_view line, std::size_t at) {
  for (std::size_t i = at + 1; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == line[at]) {
      return i + 1;
    }
  }
  return line.size();
}

std::size_t EndOfWord(std::string_view line, std::size_t at) {
  while (at < line.size() && IsWordByte(line[at])) ++at;
  return at;
}

std::size_t EndOfNumber(std::string_view line, std::size_t at) {
  while (at < line.size() && (IsWordByte(line[at]) || line[at] == '.' || line[at] == '-' || line[at] == '+')) ++at;
  return at;
}

bool IsNumber(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !IsDigit(digits.front())) return false;
  return std::ranges::all_of(digits, [](char c) { return IsDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+'; });
}

bool IsFollowedByColon(std::string_view line, std::size_t at) {
  while (at < line.size() && line[at] == ' ') ++at;
  return at < line.size() && line[at] == ':';
}

std::vector<CodeSpan> JsonTokens(std::string_view line) {
  std::vector<CodeSpan> spans;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i + 1;
    if (line[i] == '"') {
      end = EndOfQuote(line, i);
      spans.push_back({i, end, IsFollowedByColon(line, end) ? CodeToken::Key : CodeToken::Text});
    } else if (IsDigit(line[i]) || line[i] == '-') {
      end = EndOfNumber(line, i);
      spans.push_back({i, end, CodeToken::Number});
    } else if (IsWordByte(line[i])) {
      end = EndOfWord(line, i);
      spans.push_back({i, end, CodeToken::Word});
    }
    i = end;
  }
  return spans;
}

/// The colon that ends a key: outside of quotes, and before a space or the end.
std::size_t KeyEnd(std::string_view line, std::size_t from) {
  if (from < line.size() && (line[from] == '"' || line[from] == '\'')) {
    const std::size_t end = EndOfQuote(line, from);
    return IsFollowedByColon(line, end) ? end : std::string_view::npos;
  }
  for (std::size_t i = from; i < line.size(); ++i) {
    if (line[i] == '#' && i > from && line[i - 1] == ' ') break;
    if (line[i] == ':' && (i + 1 == line.size() || line[i + 1] == ' ')) return i;
  }
  return std::string_view::npos;
}

void AppendYamlValue(std::string_view line, std::size_t from, std::vector<CodeSpan>& spans) {
  while (from < line.size() && line[from] == ' ') ++from;
  if (from == line.size()) return;
  std::size_t end = line.size();
  if (line[from] == '"' || line[from] == '\'') {
    end = EndOfQuote(line, from);
    spans.push_back({from, end, CodeToken::Text});
  } else {
    const std::size_t comment = line[from] == '#' ? from : line.find(" #", from);
    end = comment == std::string_view::npos ? line.size() : comment;
    const std::string_view value = TrimSpace(line.substr(from, end - from));
    if (IsNumber(value)) {
      spans.push_back({from, from + value.size(), CodeToken::Number});
    } else if (std::ranges::contains(kConstants, value)) {
      spans.push_back({from, from + value.size(), CodeToken::Word});
    } else if (!value.empty()) {
      spans.push_back({from, from + value.size(), CodeToken::Text});
    }
  }
  const std::size_t hash = line.find('#', end);
  if (hash != std::string_view::npos) spans.push_back({hash, line.size(), CodeToken::Comment});
}

std::vector<CodeSpan> YamlTokens(std::string_view line) {
  std::vector<CodeSpan> spans;
  std::size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos) return spans;
  if (line[at] == '#') return {{at, line.size(), CodeToken::Comment}};
  if (line.substr(at) == "---") return {{at, line.size(), CodeToken::Word}};
  while (line.substr(at).starts_with("- ")) at = std::min(line.size(), line.find_first_not_of(' ', at + 1));
  const std::size_t key_end = KeyEnd(line, at);
  if (key_end != std::string_view::npos) {
    spans.push_back({at, key_end, CodeToken::Key});
    at = line.find(':', key_end) + 1;
  }
  AppendYamlValue(line, at, spans);
  return spans;
}

std::vector<CodeSpan> CLikeTokens(std::string_view line, bool& in_comment) {
  std::vector<CodeSpan> spans;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i + 1;
    if (in_comment || line.substr(i).starts_with("/*")) {
      const std::size_t close = line.find("*/", in_comment ? i : i + 2);
      in_comment = close == std::string_view::npos;
      end = in_comment ? line.size() : close + 2;
      spans.push_back({i, end, CodeToken::Comment});
    } else if (line.substr(i).starts_with("//") || line[i] == '#') {
      end = line.size();
      spans.push_back({i, end, CodeToken::Comment});
    } else if (line[i] == '"' || line[i] == '\'' || line[i] == '`') {
      end = EndOfQuote(line, i);
      spans.push_back({i, end, CodeToken::Text});
    } else if (IsDigit(line[i])) {
      end = EndOfNumber(line, i);
      spans.push_back({i, end, CodeToken::Number});
    } else if (IsWordByte(line[i])) {
      end = EndOfWord(line, i);
      if (std::ranges::binary_search(kWords, line.substr(i, end - i))) spans.push_back({i, end, CodeToken::Word});
    }
    i = end;
  }
  return spans;
}

struct LanguageName {
  std::string_view name;
  CodeLanguage language;
};
constexpr std::array kLanguages = {
    LanguageName{"json", CodeLanguage::Json},    LanguageName{"yaml", CodeLanguage::Yaml},
    LanguageName{"yml", CodeLanguage::Yaml},     LanguageName{"proto", CodeLanguage::CLike},
    LanguageName{"grpc", CodeLanguage::CLike},   LanguageName{"graphql", CodeLanguage::CLike},
    LanguageName{"openapi", CodeLanguage::Yaml}, LanguageName{"asyncapi", CodeLanguage::Yaml}};

}  // namespace

std::vector<CodeSpan> TokensOf(CodeLanguage language, std::string_view line, bool& in_comment) {
  switch (language) {
    case CodeLanguage::Json:
      return JsonTokens(line);
    case CodeLanguage::Yaml:
      return YamlTokens(line);
    case CodeLanguage::CLike:
      return CLikeTokens(line, in_comment);
    case CodeLanguage::Plain:
      break;
  }
  return {};
}

CodeLanguage CodeLanguageOf(std::string_view name) {
  const auto found = std::ranges::find(kLanguages, ToLowerAscii(name), &LanguageName::name);
  return found == kLanguages.end() ? CodeLanguage::Plain : found->language;
}

}  // namespace callboard::ui
