#include "shared/definitions/tokens.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::definitions {
namespace {

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

class Lexer {
 public:
  Lexer(std::string_view text, Language language) : text_(text), language_(language) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Result<std::vector<Token>> Read() {
    for (;;) {
      if (auto skipped = SkipBlanks(); !skipped) return std::unexpected(skipped.error());
      Token token{.line = line_, .comment = std::exchange(comment_, {})};
      if (at_ == text_.size()) {
        tokens_.push_back(std::move(token));
        return std::move(tokens_);
      }
      if (auto read = ReadOne(token); !read) return std::unexpected(read.error());
      tokens_.push_back(std::move(token));
    }
  }

 private:
  [[nodiscard]] std::string_view Rest() const { return text_.substr(at_); }
  [[nodiscard]] char Here() const { return text_[at_]; }

  [[nodiscard]] std::unexpected<Error> FailAt(std::size_t line, std::string_view what) const {
    return Fail(ErrorCode::InvalidInput, std::format("Line {}: {}", line, what));
  }

  Status SkipBlanks() {
    std::size_t breaks = 0;
    while (at_ < text_.size()) {
      const char c = Here();
      if (c == '\n') {
        ++line_;
        // A comment that an empty line follows belongs to nothing.
        if (++breaks > 1) comment_.clear();
        ++at_;
      } else if (c == ' ' || c == '\t' || c == '\r' || (language_ == Language::GraphQl && c == ',')) {
        ++at_;
      } else if (language_ == Language::GraphQl ? c == '#' : Rest().starts_with("//")) {
        TakeComment(at_ + (c == '#' ? 1 : 2), std::min(text_.find('\n', at_), text_.size()), 0);
        breaks = 0;
      } else if (language_ == Language::Proto && Rest().starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return FailAt(line_, "the comment has no end: expected */");
        TakeComment(at_ + 2, end, 2);
        breaks = 0;
      } else {
        break;
      }
    }
    return {};
  }

  void TakeComment(std::size_t begin, std::size_t end, std::size_t mark) {
    std::string words;
    const bool is_after = !tokens_.empty() && tokens_.back().line == line_;
    for (std::string_view line : Split(text_.substr(begin, end - begin), '\n')) {
      line = TrimSpace(line);
      while (line.starts_with('*') || line.starts_with('/')) line = TrimSpace(line.substr(1));
      if (!words.empty() && !line.empty()) words += '\n';
      words += line;
    }
    std::string& target = is_after ? tokens_.back().after : comment_;
    if (!target.empty()) target += '\n';
    target += words;
    line_ += static_cast<std::size_t>(std::ranges::count(text_.substr(begin, end - begin), '\n'));
    at_ = end + mark;
  }

  Status ReadOne(Token& token) {
    const char c = Here();
    if (IsNameStart(c)) {
      TakeWhile(token, TokenKind::Name, [this](char each) {
        return IsNameStart(each) || IsDigit(each) || (language_ == Language::Proto && each == '.');
      });
    } else if (IsDigit(c) || ((c == '-' || c == '.') && at_ + 1 < text_.size() && IsDigit(text_[at_ + 1]))) {
      TakeWhile(token, TokenKind::Number, [](char each) {
        return IsNameStart(each) || IsDigit(each) || each == '.' || each == '-' || each == '+';
      });
    } else if (language_ == Language::GraphQl && Rest().starts_with("\"\"\"")) {
      return ReadBlock(token);
    } else if (c == '"' || (language_ == Language::Proto && c == '\'')) {
      return ReadText(token, c);
    } else if (std::string_view("{}()[]<>!:=@|&$;,.-+/").contains(c)) {
      token.kind = TokenKind::Mark;
      const std::size_t length = Rest().starts_with("...") ? 3 : 1;
      token.text = Rest().substr(0, length);
      at_ += length;
    } else {
      return FailAt(line_, std::format("the byte 0x{:02X} begins nothing that is known here",
                                       static_cast<unsigned>(static_cast<unsigned char>(c))));
    }
    return {};
  }

  template <typename Belongs>
  void TakeWhile(Token& token, TokenKind kind, Belongs belongs) {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && belongs(Here())) ++at_;
    token.kind = kind;
    token.text = text_.substr(begin, at_ - begin);
  }

  Status ReadText(Token& token, char quote) {
    token.kind = TokenKind::Text;
    for (++at_; at_ < text_.size() && Here() != quote && Here() != '\n'; ++at_) {
      if (Here() == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        token.text += Here() == 'n' ? '\n' : Here() == 't' ? '\t' : Here();
      } else {
        token.text += Here();
      }
    }
    if (at_ == text_.size() || Here() != quote)
      return FailAt(token.line, std::format("the text has no end: expected {}", quote));
    ++at_;
    return {};
  }

  /// Three quotes on each side; the common indentation is not part of the text.
  Status ReadBlock(Token& token) {
    token.kind = TokenKind::Text;
    const std::size_t begin = at_ + 3;
    std::size_t end = text_.find("\"\"\"", begin);
    while (end != std::string_view::npos && end > begin && text_[end - 1] == '\\') end = text_.find("\"\"\"", end + 3);
    if (end == std::string_view::npos) return FailAt(token.line, "the text has no end: expected \"\"\"");
    const std::string_view raw = text_.substr(begin, end - begin);
    const std::vector<std::string_view> lines = Split(raw, '\n');
    std::size_t indent = std::string_view::npos;
    for (std::size_t i = 1; i < lines.size(); ++i) indent = std::min(indent, lines[i].find_first_not_of(" \t\r"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t cut = i == 0 ? 0 : std::min(indent, lines[i].size());
      token.text += std::format("{}{}", i == 0 ? "" : "\n", lines[i].substr(cut));
    }
    token.text = TrimSpace(token.text);
    line_ += lines.size() - 1;
    at_ = end + 3;
    return {};
  }

  std::string_view text_;
  Language language_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string comment_;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> ReadTokens(std::string_view text, Language language) {
  return Lexer(text, language).Read();
}

bool TokenReader::Is(std::string_view word) const {
  return Peek().kind != TokenKind::Text && Peek().text == word && !AtEnd();
}

Token TokenReader::Take() {
  return AtEnd() ? tokens_[at_] : tokens_[at_++];
}

bool TokenReader::TakeIf(std::string_view word) {
  if (!Is(word)) return false;
  ++at_;
  return true;
}

Status TokenReader::Expect(std::string_view word) {
  if (!TakeIf(word)) return Unexpected(word);
  return {};
}

Result<std::string> TokenReader::ExpectName(std::string_view what) {
  if (Peek().kind != TokenKind::Name) return Unexpected(what);
  return tokens_[at_++].text;
}

std::unexpected<Error> TokenReader::Unexpected(std::string_view expected) const {
  const Token& token = Peek();
  const std::string found = AtEnd() ? "the end" : token.kind == TokenKind::Text ? "a text" : token.text;
  return Fail(ErrorCode::InvalidInput, std::format("Line {}: expected {}, found {}", token.line, expected, found));
}

}  // namespace callboard::definitions
