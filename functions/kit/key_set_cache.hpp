#pragma once
// The public keys of whoever signs tokens, read when a token names one that is not known yet.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "functions/kit/clock.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::kit {

/// Reads the current key set ({"keys": [...]}): over HTTP, or from the auth function in the same process. Does not
/// throw.
using KeySetSource = std::function<Result<Json>()>;

/// The key set that a URL answers.
[[nodiscard]] KeySetSource KeySetAt(std::string url, std::shared_ptr<HttpClient> client);

/// Safe to use from many threads.
class KeySetCache {
 public:
  KeySetCache(KeySetSource source, std::shared_ptr<Clock> clock);

  /// The key as PEM. One that is not known yet makes it ask the source again, at most once every few seconds; keys that
  /// are known never wait for that. Unauthenticated when there is no such key, Unavailable when the source could not be
  /// read.
  Result<std::string> PublicPem(const std::string& key_id);

 private:
  using PublicPems = std::map<std::string, std::string>;

  [[nodiscard]] Result<PublicPems> ReadKeys() const;

  KeySetSource source_;
  std::shared_ptr<Clock> clock_;
  std::mutex mutex_;
  std::condition_variable answered_;
  PublicPems public_pems_;
  bool asking_ = false;
  std::optional<std::chrono::steady_clock::time_point> asked_at_;
  Status last_read_;
};

}  // namespace callboard::kit
