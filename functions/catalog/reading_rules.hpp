#pragma once
// backend.reading.allow: which URLs may be read beside those of integrations.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/url.hpp"
#include "functions/kit/config.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

/// Who names a host is taken to know where it is; who allows a whole domain is not.
enum class Reach : std::uint8_t { Nowhere, PublicAddresses, AnyAddress };

/// Entries are hosts ("docs.acme.com", "*.acme.com" for subdomains), with a port ("docs.acme.com:8080") or a range of
/// them ("docs.acme.com:8000-8999") unless it is the scheme's own, and the paths at or below which may be read.
/// Source: predicateFromConfig of npm @backstage/backend-defaults 0.19.
class ReadingRules {
 public:
  /// InvalidInput names the key that cannot be used.
  static Result<ReadingRules> From(const kit::Config& config);

  /// The widest that an entry gives. Nowhere for what is no URL.
  [[nodiscard]] Reach For(std::string_view url) const;

 private:
  struct Entry {
    std::string name;  // with "." in front: its subdomains
    std::optional<std::pair<unsigned, unsigned>> ports;
    std::optional<std::vector<std::string>> paths;  // nothing: all
  };

  static Result<Entry> EntryFrom(const Json& json, const std::string& key);
  static bool Permits(const Entry& entry, const Url& url);

  std::vector<Entry> entries_;
};

}  // namespace callboard::catalog
