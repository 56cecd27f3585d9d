#include "functions/catalog/url.hpp"

#include <algorithm>
#include <vector>

#include "functions/kit/http.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string replaced;
  for (std::size_t i = 0; i < text.size();) {
    const bool found = text[i] == from.front() && EqualsIgnoringCase(text.substr(i, from.size()), from);
    replaced += found ? to : text.substr(i, 1);
    i += found ? from.size() : 1;
  }
  return replaced;
}

/// As URL parsers do: backslashes are slashes, and "." and ".." may be written with %2e.
std::string WithoutDotSegments(std::string path) {
  std::ranges::replace(path, '\\', '/');
  std::vector<std::string_view> kept;
  const auto parts = Split(std::string_view(path).substr(1), '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string dots = Replaced(parts[i], "%2e", ".");
    if (dots == ".." && !kept.empty()) kept.pop_back();
    if (dots != "." && dots != "..") {
      kept.push_back(parts[i]);
    } else if (i + 1 == parts.size()) {
      kept.emplace_back();
    }
  }
  std::string joined;
  for (const std::string_view part : kept) joined.append("/").append(part);
  return joined.empty() ? "/" : joined;
}

/// As URL parsers do with what may stand neither in a path nor in a query.
std::string WithForbiddenEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_allowed = c > ' ' && !std::string_view("\"<>`{}").contains(c);
    encoded += is_allowed ? std::string(1, c) : PercentEncode(std::string_view(&c, 1));
  }
  return encoded;
}

std::string WithSlashesDecoded(std::string_view path) {
  return Replaced(Replaced(Replaced(path, "%2e", "."), "%2f", "/"), "%5c", "/");
}

/// JavaScript's decodeURI; the text itself where that would throw.
std::string DecodeUri(std::string_view text) {
  constexpr std::string_view kReserved = ";/?:@&=+$,#";
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::string_view escape = text.substr(i, 3);
    const std::string character = PercentDecode(escape);
    if (character.size() != 1) return std::string(text);
    decoded += kReserved.contains(character.front()) ? escape : std::string_view(character);
    i += 2;
  }
  return kit::IsPlainText(decoded) ? decoded : std::string(text);
}

}  // namespace

std::optional<Url> ParseUrl(std::string_view text) {
  if (!std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c != 0x7F; })) return std::nullopt;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Url url{.scheme = ToLowerAscii(text.substr(0, colon)), .host = {}, .path = {}, .suffix = {}};
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t host_end = std::min(rest.find_first_of("/\\?#"), rest.size());
  const std::size_t path_end = std::min(rest.find_first_of("?#", host_end), rest.size());
  url.host = ToLowerAscii(rest.substr(0, host_end));
  const std::string_view own_port = url.scheme == "http" ? ":80" : ":443";
  if (url.host.ends_with(own_port)) url.host.resize(url.host.size() - own_port.size());
  if (url.host.empty() || url.host.find_first_of("@% \"<>^`{|}") != std::string::npos) return std::nullopt;
  url.path = WithoutDotSegments(host_end == path_end ? "/" : std::string(rest.substr(host_end, path_end - host_end)));
  url.path = WithForbiddenEncoded(url.path);
  url.suffix = WithForbiddenEncoded(rest.substr(path_end));
  const std::string slashed = WithSlashesDecoded(url.path);
  if (std::ranges::contains(Split(slashed, '/'), "..")) return std::nullopt;
  return url;
}

std::string EncodedPath(std::string_view path) {
  constexpr std::string_view kKept = "/!$&'()*+,;=:@";
  std::string encoded;
  for (const char c : path) encoded += kKept.contains(c) ? std::string(1, c) : PercentEncode(std::string_view(&c, 1));
  return encoded;
}

std::string_view QueryOf(const Url& url) {
  const std::string_view suffix = url.suffix;
  return suffix.starts_with('?') ? suffix.substr(1, suffix.find('#') - 1) : "";
}

std::string UrlText(const Url& url) {
  return url.scheme + "://" + url.host + url.path + url.suffix;
}

std::optional<Url> ResolveReference(std::string_view base, std::string_view target) {
  target = target.substr(0, target.find('#'));
  const auto from = ParseUrl(base);
  if (!from || target.substr(0, target.find_first_of("/?")).contains(':')) return from ? ParseUrl(target) : from;
  std::string text = from->scheme + ":";
  if (!target.starts_with("//")) {
    text += "//" + from->host;
    if (target.empty() || target.starts_with('?')) {
      text += from->path;
    } else if (!target.starts_with('/')) {
      text += from->path.substr(0, from->path.rfind('/') + 1);
    }
    if (target.empty() && from->suffix.starts_with('?')) text.append("?").append(QueryOf(*from));
  }
  return ParseUrl(text.append(target));
}

std::optional<std::string> CanonicalUrlText(std::string_view text) {
  auto url = ParseUrl(text);
  if (!url) return std::nullopt;
  const std::string slashed = WithSlashesDecoded(url->path);
  std::string path;
  for (const std::string_view part : Split(std::string_view(slashed).substr(1), '/')) path += "/" + DecodeUri(part);
  url->path = std::move(path);
  url->suffix = DecodeUri(url->suffix);
  return UrlText(*url);
}

}  // namespace callboard::catalog
