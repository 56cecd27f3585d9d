#pragma once
// The first look at a request, before the HTTP library parses it: what is ambiguous or too large never gets further.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "functions/kit/http.hpp"

namespace callboard::kit {

struct HeadLimits {
  std::size_t max_url_bytes = 7U * 1024;
  std::size_t max_line_bytes = 8U * 1024;
  std::size_t max_headers = 100;
  std::size_t max_body_bytes = 10U * 1024 * 1024;
};

/// `method` and `url` are views into the head.
struct RequestHead {
  std::string_view method;
  std::string_view url;
  Headers headers;  // as sent, without the blanks around values
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool is_http_1_1 = true;
  bool closes = false;  // no further request may follow
  bool expects_continue = false;

  [[nodiscard]] bool HasBody() const { return chunked || content_length > 0; }
};

/// An answer that ends the connection: 400, 405, 413, 414, 415, 431 or 505, with `message` for the user. `method` and
/// `url` are views into the head, empty when the request line could not be read.
struct HeadRefusal {
  int status = 400;
  std::string message;
  std::string_view method;
  std::string_view url;
};

/// Reads a head that ends with its empty line. Refuses what two parsers might read differently (RFC 9112, 11.2): bare
/// CR or LF, folded lines, spaces around names, several or malformed lengths, a length beside Transfer-Encoding.
[[nodiscard]] std::expected<RequestHead, HeadRefusal> ReadHead(std::string_view head, const HeadLimits& limits);

/// Whether a trailer line is well-formed; without its CR LF.
[[nodiscard]] bool IsHeaderLine(std::string_view line);

/// The size in the line before a chunk, without its CR LF: hexadecimal digits, then nothing or ";" and extensions.
[[nodiscard]] std::optional<std::uint64_t> ReadChunkSize(std::string_view line);

/// How many of `bytes` are the head: up to and with the empty line; 0 when it has not ended yet. A head that ends with
/// bare line feeds ends as well, so that it can be refused at once.
[[nodiscard]] std::size_t HeadSize(std::string_view bytes, std::size_t search_from = 0);

/// Whether a request may start with this byte. Everything else (a TLS handshake, say) is refused without waiting.
[[nodiscard]] bool MayStartRequest(char byte);

}  // namespace callboard::kit
