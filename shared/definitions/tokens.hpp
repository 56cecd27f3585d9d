#pragma once
// Words of definition languages, for the readers of GraphQL and Protocol Buffers.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::definitions {

enum class Language : std::uint8_t { GraphQl, Proto };

enum class TokenKind : std::uint8_t { Name, Number, Text, Mark, End };

/// `text` of a Text is what is between its quotes, with the escapes replaced. Lines count from 1.
struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;
  std::size_t line = 0;
  std::string comment;  // in the lines before it, without the marks of comments
  std::string after;    // behind it on its line
};

/// Ends with one End. InvalidInput names the line of what is no token.
[[nodiscard]] Result<std::vector<Token>> ReadTokens(std::string_view text, Language language);

/// Goes through tokens; never beyond the End.
class TokenReader {
 public:
  explicit TokenReader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  [[nodiscard]] const Token& Peek() const { return tokens_[at_]; }
  /// The token before Peek.
  [[nodiscard]] const Token& Last() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }
  [[nodiscard]] bool AtEnd() const { return Peek().kind == TokenKind::End; }
  [[nodiscard]] bool Is(std::string_view word) const;
  Token Take();
  /// Takes the next token when it is `word`, a name or a mark.
  bool TakeIf(std::string_view word);
  /// InvalidInput when the next token is another one.
  [[nodiscard]] Status Expect(std::string_view word);
  [[nodiscard]] Result<std::string> ExpectName(std::string_view what);
  /// "line 3: expected a name, found }".
  [[nodiscard]] std::unexpected<Error> Unexpected(std::string_view expected) const;

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace callboard::definitions
