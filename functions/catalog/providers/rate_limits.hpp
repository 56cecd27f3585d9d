#pragma once
// How much the hosts still let us ask, and when they asked us to wait.

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "functions/catalog/providers/scm_time.hpp"
#include "functions/kit/http.hpp"

namespace callboard::catalog {

/// What one credential has left at a host, as the host said last.
struct RateBudget {
  std::string host;
  std::string owner;     // the organization whose credentials are used
  std::string resource;  // GitHub counts "core" and "graphql" apart
  long long limit = 0;
  long long remaining = 0;
  SystemTime reset;
  SystemTime observed;
};

/// Safe to use from many threads. Providers leave a tenth of each budget to whoever reads files.
class RateLimits {
 public:
  struct Key {
    std::string host;
    std::string owner;
    std::string resource;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  /// When to ask again; nothing when one may ask now.
  [[nodiscard]] std::optional<SystemTime> PausedUntil(const Key& key, SystemTime now) const;

  /// Takes in what an answer says. True when the answer is a refusal because of a limit: Retry-After, a spent budget
  /// or 429. A refusal that names no time counts for a minute, twice as long each time it is repeated.
  bool Observe(const Key& key, int status, const kit::Headers& headers, SystemTime now);

  [[nodiscard]] std::vector<RateBudget> Budgets() const;

 private:
  struct Entry {
    RateBudget budget;
    bool has_budget = false;
    SystemTime paused_until;
    std::chrono::seconds next_pause{60};
  };

  mutable std::mutex mutex_;
  std::map<Key, Entry> entries_;
};

}  // namespace callboard::catalog
