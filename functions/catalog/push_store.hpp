#pragma once
// What pushed sources said last, and who pushes them.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "functions/catalog/push.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// What a source said last, nothing when it was never pushed; gives what it says now, nothing to leave that as it is.
using PushStep = std::function<Result<std::optional<PushedState>>(const std::optional<PushedState>& before)>;

class PushStore {
 public:
  virtual ~PushStore() = default;

  /// Runs `step` while nobody else pushes `source`, in any process, and keeps what it gives as pushed by `subject`.
  /// Errors of `step`, and as EntityStore.
  virtual Status Run(std::string_view source, std::string_view subject, const PushStep& step) = 0;
};

/// Holds a connection for as long as a step runs, so it has a pool of its own.
class PostgresPushStore : public PushStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresPushStore(std::shared_ptr<kit::PostgresPool> pool);
  Status Run(std::string_view source, std::string_view subject, const PushStep& step) override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
