#include "functions/kit/proxy.hpp"

#include <algorithm>
#include <initializer_list>

#include "functions/kit/address.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

std::string FirstOf(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* const name : names) {
    if (auto value = environment(name); value && !value->empty()) return *value;
  }
  return "";
}

std::string_view WithoutPort(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool Matches(std::string_view host, std::string_view entry) {
  if (entry.empty()) return false;
  if (entry == "*") return true;
  if (const auto address = AddressFromHost(host)) return IsInRange(reinterpret_cast<const sockaddr&>(*address), entry);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (!EqualsIgnoringCase(host.substr(host.size() - std::min(entry.size(), host.size())), entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

}  // namespace

// HTTP_PROXY in capitals is left out on purpose: behind CGI it is what a caller sends as the header "Proxy".
Proxies::Proxies(const Environment& environment)
    : http_(FirstOf(environment, {"http_proxy", "all_proxy", "ALL_PROXY"})),
      https_(FirstOf(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})),
      without_("localhost,127.0.0.1,::1," + FirstOf(environment, {"no_proxy", "NO_PROXY"})) {
  std::ranges::replace(without_, ' ', ',');
}

std::string Proxies::For(std::string_view scheme, std::string_view host) const {
  const std::string& proxy = scheme == "https" ? https_ : http_;
  if (proxy.empty()) return "";
  const std::string_view name = WithoutPort(host);
  const bool is_direct =
      std::ranges::any_of(Split(without_, ','), [&](std::string_view entry) { return Matches(name, entry); });
  return is_direct ? "" : proxy;
}

}  // namespace callboard::kit
