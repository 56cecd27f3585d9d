#pragma once
// Events that hosts sent: kept before they are answered, handled in their order, and remembered so that none is
// handled twice.

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/error.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

struct WebhookEvent {
  std::string id;  // "github:" and the id of the delivery
  std::optional<std::string> fingerprint;
  std::string key;
  std::string source;
  std::string name;
  std::string payload;
};

/// An event that the caller has to handle within the lease.
struct ClaimedEvent {
  long long seq = 0;
  int attempts = 0;  // this one included
  std::string source;
  std::string name;
  std::string payload;
};

/// Errors of every function: as EntityStore.
class WebhookStore {
 public:
  virtual ~WebhookStore() = default;

  /// False when the event was taken in before. One that was given up is taken in again.
  virtual Result<bool> Add(const WebhookEvent& event) = 0;
  /// The oldest event that is due and not behind another one with its key.
  virtual Result<std::optional<ClaimedEvent>> Claim(std::chrono::milliseconds lease) = 0;
  /// `error` "" when it was handled; else it is due again after `retry_in`, or given up when that is nothing.
  virtual Status Finish(long long seq, const std::string& error, std::optional<std::chrono::milliseconds> retry_in) = 0;
  /// Forgets what was done longer ago than `age`.
  virtual Status Prune(std::chrono::hours age) = 0;
};

class PostgresWebhookStore : public WebhookStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresWebhookStore(std::shared_ptr<kit::PostgresPool> pool);

  Result<bool> Add(const WebhookEvent& event) override;
  Result<std::optional<ClaimedEvent>> Claim(std::chrono::milliseconds lease) override;
  Status Finish(long long seq, const std::string& error, std::optional<std::chrono::milliseconds> retry_in) override;
  Status Prune(std::chrono::hours age) override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
