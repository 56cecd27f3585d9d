#include "functions/catalog/providers/rate_limits.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "functions/kit/gauge.hpp"

namespace callboard::catalog {
namespace {

constexpr long long kReservedShare = 10;
constexpr std::chrono::seconds kFirstPause{60};
constexpr std::chrono::seconds kLongestPause{3600};
constexpr int kTooManyRequests = 429;
constexpr int kForbidden = 403;

std::optional<long long> NumberAt(const kit::Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  if (found == headers.end()) return std::nullopt;
  long long number = 0;
  const std::string& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// GitHub writes X-RateLimit-…, GitLab RateLimit-….
std::optional<long long> LimitHeader(const kit::Headers& headers, std::string_view name) {
  const auto value = NumberAt(headers, std::string("x-ratelimit-").append(name));
  return value ? value : NumberAt(headers, std::string("ratelimit-").append(name));
}

}  // namespace

std::optional<SystemTime> RateLimits::PausedUntil(const Key& key, SystemTime now) const {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  if (entry.paused_until > now) return entry.paused_until;
  const bool is_spent = entry.has_budget && entry.budget.remaining <= entry.budget.limit / kReservedShare;
  if (is_spent && entry.budget.reset > now) return entry.budget.reset;
  return std::nullopt;
}

bool RateLimits::Observe(const Key& key, int status, const kit::Headers& headers, SystemTime now) {
  const std::scoped_lock lock(mutex_);
  Entry& entry = entries_[key];
  const auto limit = LimitHeader(headers, "limit");
  const auto remaining = LimitHeader(headers, "remaining");
  const auto reset = LimitHeader(headers, "reset");
  if (limit && remaining) {
    entry.has_budget = true;
    entry.budget = {key.host, key.owner,  key.resource,
                    *limit,   *remaining, SystemTime(std::chrono::seconds(reset.value_or(0))),
                    now};
    kit::SetGauge("catalog_provider_rate_remaining", "Requests that a source code host still takes in this period",
                  {{"host", key.host}, {"owner", key.owner}, {"resource", key.resource}},
                  static_cast<double>(*remaining));
  }
  const auto retry_after = NumberAt(headers, "retry-after");
  const bool is_spent = status == kForbidden && remaining == 0;
  if (status != kTooManyRequests && !is_spent && !(status == kForbidden && retry_after)) {
    if (status < 400) entry.next_pause = kFirstPause;
    return false;
  }
  if (retry_after) {
    entry.paused_until = now + std::chrono::seconds(std::clamp<long long>(*retry_after, 1, kLongestPause.count()));
  } else if (is_spent && reset) {
    entry.paused_until = SystemTime(std::chrono::seconds(*reset));
  } else {
    entry.paused_until = now + entry.next_pause;
    entry.next_pause = std::min(2 * entry.next_pause, kLongestPause);
  }
  return true;
}

std::vector<RateBudget> RateLimits::Budgets() const {
  const std::scoped_lock lock(mutex_);
  std::vector<RateBudget> budgets;
  for (const auto& [key, entry] : entries_) {
    if (entry.has_budget) budgets.push_back(entry.budget);
  }
  return budgets;
}

}  // namespace callboard::catalog
