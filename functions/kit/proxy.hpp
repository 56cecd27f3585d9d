#pragma once
// Which proxy a URL is asked through.

#include <string>
#include <string_view>

#include "functions/kit/config.hpp"

namespace callboard::kit {

/// As curl has it: http_proxy, https_proxy, all_proxy (the latter two in capitals as well), and no_proxy with names
/// that stand for their subdomains too, addresses, ranges, or "*". This machine is never asked through a proxy.
class Proxies {
 public:
  explicit Proxies(const Environment& environment);

  /// The proxy's URL, or "". `host` may have a port.
  [[nodiscard]] std::string For(std::string_view scheme, std::string_view host) const;

 private:
  std::string http_;
  std::string https_;
  std::string without_;
};

}  // namespace callboard::kit
