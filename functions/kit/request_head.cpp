#include "functions/kit/request_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};

std::unexpected<HeadRefusal> Refuse(int status, std::string message) {
  return std::unexpected(HeadRefusal{status, std::move(message), {}, {}});
}

/// RFC 9110, 5.6.2.
bool IsTokenByte(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.contains(c);
}

bool IsValueByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

bool IsUrlByte(char c) {
  return c > ' ' && c < 0x7F;
}

/// Line breaks are not blanks here: a bare CR or LF has to be seen.
std::string_view TrimBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool HasToken(std::string_view list, std::string_view token) {
  return std::ranges::any_of(Split(list, ','),
                             [&](std::string_view item) { return EqualsIgnoringCase(TrimBlanks(item), token); });
}

template <class Number>
bool ReadNumber(std::string_view text, Number& number, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Gathers what the headers say about the body and the host.
struct HeaderFacts {
  std::size_t lengths = 0;
  std::size_t encodings = 0;
  std::size_t hosts = 0;
  bool compressed = false;
};

struct HeaderLine {
  std::string_view name;
  std::string_view value;
};

std::expected<HeaderLine, HeadRefusal> SplitHeader(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == std::string_view::npos || name.empty() || !std::ranges::all_of(name, IsTokenByte)) {
    return Refuse(400, "A header of the request has a malformed name");
  }
  const std::string_view value = TrimBlanks(line.substr(colon + 1));
  if (!std::ranges::all_of(value, IsValueByte)) {
    return Refuse(400, std::format("The header {} holds a control character", name));
  }
  return HeaderLine{name, value};
}

std::expected<void, HeadRefusal> ReadHeader(std::string_view line, RequestHead& head, HeaderFacts& facts) {
  const auto header = SplitHeader(line);
  if (!header) return std::unexpected(header.error());
  const auto [name, value] = *header;
  if (EqualsIgnoringCase(name, "content-length")) {
    if (++facts.lengths > 1 || !ReadNumber(value, head.content_length)) {
      return Refuse(400, "The request's Content-Length is not one number");
    }
  } else if (EqualsIgnoringCase(name, "transfer-encoding")) {
    head.chunked = EqualsIgnoringCase(value, "chunked");
    if (++facts.encodings > 1 || !head.chunked) return Refuse(400, "The only Transfer-Encoding taken is chunked");
  } else if (EqualsIgnoringCase(name, "content-encoding")) {
    facts.compressed = facts.compressed || !EqualsIgnoringCase(value, "identity");
  } else if (EqualsIgnoringCase(name, "host")) {
    ++facts.hosts;
  } else if (EqualsIgnoringCase(name, "connection")) {
    head.closes = head.closes || HasToken(value, "close");
  } else if (EqualsIgnoringCase(name, "expect")) {
    head.expects_continue = head.is_http_1_1 && EqualsIgnoringCase(value, "100-continue");
  }
  head.headers.emplace(name, value);
  return {};
}

std::expected<RequestHead, HeadRefusal> ReadRequestLine(std::string_view line, const HeadLimits& limits) {
  const auto parts = Split(line, ' ');
  if (parts.size() >= 2 && parts[1].size() > limits.max_url_bytes) {
    return Refuse(414, std::format("The request's URL is longer than {} bytes", limits.max_url_bytes));
  }
  if (parts.size() != 3 || parts[1].empty() || !std::ranges::all_of(parts[1], IsUrlByte)) {
    return Refuse(400, "The request line is malformed");
  }
  if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") return Refuse(505, "Only HTTP/1.1 and HTTP/1.0 are spoken");
  if (!std::ranges::contains(kMethods, parts[0])) return Refuse(405, "The request's method is not known");
  if (!parts[1].starts_with('/')) return Refuse(400, "The request's URL does not start with a slash");
  // Keeping a connection of HTTP/1.0 open would have to be agreed on with a header of its own, which nobody asks for.
  const bool is_http_1_1 = parts[2] == "HTTP/1.1";
  return RequestHead{
      .method = parts[0], .url = parts[1], .headers = {}, .is_http_1_1 = is_http_1_1, .closes = !is_http_1_1};
}

std::expected<void, HeadRefusal> CheckFraming(const RequestHead& head, const HeaderFacts& facts,
                                              const HeadLimits& limits) {
  if (facts.lengths > 0 && facts.encodings > 0) {
    return Refuse(400, "The request has both Content-Length and Transfer-Encoding");
  }
  if (facts.encodings > 0 && !head.is_http_1_1) return Refuse(400, "HTTP/1.0 has no Transfer-Encoding");
  if (facts.hosts > 1 || (facts.hosts == 0 && head.is_http_1_1))
    return Refuse(400, "The request needs one Host header");
  if (head.content_length > limits.max_body_bytes) {
    return Refuse(413, std::format("The request body is larger than {} bytes", limits.max_body_bytes));
  }
  if (facts.compressed && head.HasBody()) return Refuse(415, "Compressed request bodies are not taken");
  return {};
}

/// Everything after the request line.
std::expected<void, HeadRefusal> ReadHeaders(std::string_view lines, const HeadLimits& limits, RequestHead& head) {
  HeaderFacts facts;
  std::size_t headers = 0;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find("\r\n", at);
    if (end == std::string_view::npos) return Refuse(400, "The request's lines do not end with CR LF");
    if (end == at) break;
    if (end - at > limits.max_line_bytes || ++headers > limits.max_headers) {
      return Refuse(431, std::format("A request may have {} headers of {} bytes each", limits.max_headers,
                                     limits.max_line_bytes));
    }
    if (auto taken = ReadHeader(lines.substr(at, end - at), head, facts); !taken) return taken;
    at = end + 2;
  }
  return CheckFraming(head, facts, limits);
}

}  // namespace

std::expected<RequestHead, HeadRefusal> ReadHead(std::string_view head, const HeadLimits& limits) {
  const std::size_t end = head.find("\r\n");
  if (end == std::string_view::npos) return Refuse(400, "The request's lines do not end with CR LF");
  auto read = ReadRequestLine(head.substr(0, end), limits);
  if (!read) return read;
  if (auto rest = ReadHeaders(head.substr(end + 2), limits, *read); !rest) {
    rest.error().method = read->method;
    rest.error().url = read->url;
    return std::unexpected(std::move(rest.error()));
  }
  return read;
}

bool IsHeaderLine(std::string_view line) {
  return SplitHeader(line).has_value();
}

std::optional<std::uint64_t> ReadChunkSize(std::string_view line) {
  std::uint64_t size = 0;
  if (!ReadNumber(line.substr(0, line.find(';')), size, 16) || !std::ranges::all_of(line, IsValueByte)) return {};
  return size;
}

std::size_t HeadSize(std::string_view bytes, std::size_t search_from) {
  // The end may straddle what was searched before.
  const std::size_t from = search_from < 3 ? 0 : search_from - 3;
  for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (bytes.substr(at + 1).starts_with("\r\n")) return at + 3;
    if (bytes.substr(at + 1).starts_with('\n')) return at + 2;
  }
  return 0;
}

bool MayStartRequest(char byte) {
  return byte >= 'A' && byte <= 'Z';
}

}  // namespace callboard::kit
