#pragma once
// From method and path to a handler.

#include <string_view>
#include <vector>

#include "functions/kit/http.hpp"
#include "shared/api/route.hpp"

namespace callboard::kit {

/// A route record with what answers it. The record has static lifetime.
struct BoundRoute {
  const api::RouteRecord* record = nullptr;
  Handler handler;
};
using Routes = std::vector<BoundRoute>;

struct RouteMatch {
  const BoundRoute* route = nullptr;            // null when nothing matches
  PathParams params;                            // decoded
  std::vector<std::string_view> other_methods;  // methods under which the path is known, when the asked one is not
};

/// Pure and immutable after construction. Literal segments win over parameters, parameters over "{name...}".
class Router {
 public:
  explicit Router(Routes routes);

  /// `raw_path` is percent-encoded, so that an encoded slash stays within its parameter. HEAD finds the route of GET.
  [[nodiscard]] RouteMatch Find(std::string_view method, std::string_view raw_path) const;
  [[nodiscard]] const Routes& All() const { return routes_; }

 private:
  Routes routes_;
  std::vector<std::vector<std::string_view>> templates_;  // of the route with the same index, by segment
};

/// "/api/catalog" of "/api/catalog/entities": where a function is mounted; "" for paths outside /api. Takes URLs too.
[[nodiscard]] std::string_view MountOf(std::string_view path);

}  // namespace callboard::kit
