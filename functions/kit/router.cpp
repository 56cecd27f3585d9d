#include "functions/kit/router.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kRest = "...}";

bool IsParam(std::string_view segment) {
  return segment.starts_with('{');
}

bool IsRest(std::string_view segment) {
  return IsParam(segment) && segment.ends_with(kRest);
}

/// 2 for a literal, 1 for a parameter, 0 for the rest: the more literal of two templates is tried first.
int Weight(std::string_view segment) {
  if (!IsParam(segment)) return 2;
  return IsRest(segment) ? 0 : 1;
}

bool IsLiteral(std::string_view wanted, std::string_view given) {
  return wanted == given || (given.contains('%') && wanted == PercentDecode(given));
}

/// Whether the template takes the path. Segments of the path are still encoded.
bool Matches(const std::vector<std::string_view>& wanted, const std::vector<std::string_view>& given) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= given.size()) return false;
    if (IsRest(wanted[i])) return true;
    if (IsParam(wanted[i]) ? given[i].empty() : !IsLiteral(wanted[i], given[i])) return false;
  }
  return wanted.size() == given.size();
}

PathParams ParamsOf(const std::vector<std::string_view>& wanted, const std::vector<std::string_view>& given,
                    std::string_view raw_path) {
  PathParams params;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!IsParam(wanted[i])) continue;
    const std::string_view name = wanted[i].substr(1);
    if (IsRest(wanted[i])) {
      const auto begin = static_cast<std::size_t>(given[i].data() - raw_path.data());
      params.emplace(name.substr(0, name.size() - kRest.size()), PercentDecode(raw_path.substr(begin)));
    } else {
      params.emplace(name.substr(0, name.size() - 1), PercentDecode(given[i]));
    }
  }
  return params;
}

}  // namespace

Router::Router(Routes routes) : routes_(std::move(routes)) {
  std::ranges::stable_sort(routes_, [](const BoundRoute& a, const BoundRoute& b) {
    return std::ranges::lexicographical_compare(Split(a.record->path, '/'), Split(b.record->path, '/'), std::greater{},
                                                Weight, Weight);
  });
  for (const BoundRoute& route : routes_) templates_.push_back(Split(route.record->path, '/'));
}

RouteMatch Router::Find(std::string_view method, std::string_view raw_path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const auto given = Split(raw_path, '/');
  RouteMatch match;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!Matches(templates_[i], given)) continue;
    const std::string_view known = routes_[i].record->method;
    if (known == wanted || known == "*") {
      match.route = &routes_[i];
      match.params = ParamsOf(templates_[i], given, raw_path);
      return match;
    }
    if (!std::ranges::contains(match.other_methods, known)) match.other_methods.push_back(known);
  }
  return match;
}

std::string_view MountOf(std::string_view path) {
  constexpr std::string_view kApi = "/api/";
  if (!path.starts_with(kApi)) return {};
  return path.substr(0, path.find_first_of("/?", kApi.size()));
}

}  // namespace callboard::kit
