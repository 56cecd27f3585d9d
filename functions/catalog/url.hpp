#pragma once
// URLs that locations point at, in the one form in which they are judged and requested.

#include <optional>
#include <string>
#include <string_view>

namespace callboard::catalog {

struct Url {
  std::string scheme;  // http or https
  std::string host;    // lower case, with its port unless that is the scheme's own
  std::string path;    // begins with "/", without "." and ".." in any spelling; what may not stand in one is encoded
  std::string suffix;  // query and fragment with their "?" and "#"
};

/// Nothing for a text that is no http(s) URL, holds a user name, or has a path that a server could read as one with
/// "..".
[[nodiscard]] std::optional<Url> ParseUrl(std::string_view text);

[[nodiscard]] std::string UrlText(const Url& url);

/// A path that is not encoded yet; only what may not stand in one is, so that patterns can be read.
[[nodiscard]] std::string EncodedPath(std::string_view path);

/// What follows the "?", without the fragment. The view lives as long as `url`.
[[nodiscard]] std::string_view QueryOf(const Url& url);

/// The URL that `target` stands for on the page `base`, without a fragment (RFC 3986, 5.2).
[[nodiscard]] std::optional<Url> ResolveReference(std::string_view base, std::string_view target);

/// For comparing URLs that are written differently: percent-encodings are decoded where that leaves the meaning.
/// Source: canonicalUrlTarget of @backstage/plugin-catalog-backend.
[[nodiscard]] std::optional<std::string> CanonicalUrlText(std::string_view text);

}  // namespace callboard::catalog
