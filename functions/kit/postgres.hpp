#pragma once
// PostgreSQL for functions: a pool of connections, errors as values, migrations.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "functions/kit/socket_watchdog.hpp"
#include "shared/base/error.hpp"

namespace pqxx {
class connection;  // NOLINT(readability-identifier-naming): the library's name
}

namespace callboard::kit {

/// The connection text with our time limits for everything that it does not say itself: a database that is away must
/// not keep callers.
[[nodiscard]] std::string WithTimeLimits(std::string_view connection_string);

/// Connections to one database, opened when needed and kept. Safe to use from many threads.
class PostgresPool {
 public:
  /// `connection_string` as libpq reads it (a URI or key=value pairs); `max_wait` is for a connection when all are in
  /// use.
  PostgresPool(std::string_view connection_string, std::size_t max_connections,
               std::chrono::milliseconds max_wait = std::chrono::seconds(5));
  ~PostgresPool();

  /// Runs `work` on a connection of its own, which is cut off after `limit`. Unavailable when the database cannot be
  /// reached, the connection breaks, a statement takes too long or no connection comes free; Conflict when a
  /// transaction has to be tried again; Internal for an error in the statement.
  Status Run(const std::function<void(pqxx::connection&)>& work,
             std::chrono::milliseconds limit = std::chrono::minutes(1));

  /// Unavailable unless the database answers.
  Status Ping();

 private:
  std::unique_ptr<pqxx::connection> TakeIdle();
  Result<std::unique_ptr<pqxx::connection>> Take();
  void Return(std::unique_ptr<pqxx::connection> connection);

  std::string connection_string_;
  std::size_t max_connections_;
  std::chrono::milliseconds max_wait_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<pqxx::connection>> idle_;
  std::size_t open_ = 0;
  SocketWatchdog watchdog_;
};

/// One step of a schema's history. Steps are never changed once they are released; `sql` may hold several statements.
struct Migration {
  std::string_view name;
  std::string_view sql;
};

/// Brings the schema `schema` up to the last migration, each in a transaction of its own; replicas that start together
/// take turns.
Status Migrate(PostgresPool& pool, std::string_view schema, std::span<const Migration> migrations);

/// Blocks until `channel` is notified or `stop` says so (asked about once a second). Says true when there was a
/// notification. Keeps one connection for as long as it lives.
class PostgresListener {
 public:
  PostgresListener(std::string_view connection_string, std::string channel);
  ~PostgresListener();
  /// Unavailable when the connection is lost; the next call opens a new one.
  Result<bool> Wait(const std::function<bool()>& stop);

 private:
  std::string connection_string_;
  std::string channel_;
  std::unique_ptr<pqxx::connection> connection_;
};

}  // namespace callboard::kit
