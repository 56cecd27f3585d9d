#include "functions/kit/router.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kRest = "...}";

bool IsParam(std::string_view segment) {
  return segment.starts_with('{');
}

/// 2 for a literal, 1 for a parameter, 0 for the rest: the more literal of two templates is tried first.
int Weight(std::string_view segment) {
  if (!IsParam(segment)) return 2;
  return segment.ends_with(kRest) ? 0 : 1;
}

bool IsMoreLiteral(const BoundRoute& a, const BoundRoute& b) {
  const auto left = Split(a.record->path, '/');
  const auto right = Split(b.record->path, '/');
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (Weight(left[i]) != Weight(right[i])) return Weight(left[i]) > Weight(right[i]);
  }
  return false;
}

bool Matches(std::string_view path_template, std::string_view raw_path,
             std::map<std::string, std::string, std::less<>>& params) {
  params.clear();
  const auto wanted = Split(path_template, '/');
  const auto given = Split(raw_path, '/');
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string_view segment = wanted[i];
    if (IsParam(segment) && segment.ends_with(kRest)) {
      if (i >= given.size()) return false;
      const std::string_view rest = raw_path.substr(static_cast<std::size_t>(given[i].data() - raw_path.data()));
      params.emplace(segment.substr(1, segment.size() - 1 - kRest.size()), PercentDecode(rest));
      return true;
    }
    if (i >= given.size()) return false;
    if (!IsParam(segment)) {
      if (segment != given[i] && segment != PercentDecode(given[i])) return false;
    } else if (given[i].empty()) {
      return false;
    } else {
      params.emplace(segment.substr(1, segment.size() - 2), PercentDecode(given[i]));
    }
  }
  return wanted.size() == given.size();
}

}  // namespace

Router::Router(Routes routes) : routes_(std::move(routes)) {
  std::ranges::stable_sort(routes_, IsMoreLiteral);
}

RouteMatch Router::Find(std::string_view method, std::string_view raw_path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  RouteMatch match;
  for (const BoundRoute& route : routes_) {
    std::map<std::string, std::string, std::less<>> params;
    if (!Matches(route.record->path, raw_path, params)) continue;
    if (route.record->method != wanted && route.record->method != "*") {
      match.other_methods.push_back(route.record->method);
      continue;
    }
    match.route = &route;
    match.params = std::move(params);
    return match;
  }
  return match;
}

std::string_view MountOf(std::string_view path) {
  constexpr std::string_view kApi = "/api/";
  if (!path.starts_with(kApi)) return {};
  return path.substr(0, path.find('/', kApi.size()));
}

}  // namespace callboard::kit
