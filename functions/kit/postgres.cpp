#include "functions/kit/postgres.hpp"

#include <format>
#include <pqxx/pqxx>
#include <utility>

namespace callboard::kit {
namespace {

constexpr int kListenSeconds = 1;

/// Any two numbers that nobody else uses for advisory locks.
constexpr int kMigrationLock = 0x43616C6C;

Error ErrorFrom(const std::exception& exception) {
  if (dynamic_cast<const pqxx::broken_connection*>(&exception) != nullptr) {
    return {ErrorCode::Unavailable, "The database cannot be reached", exception.what(), nullptr};
  }
  if (dynamic_cast<const pqxx::transaction_rollback*>(&exception) != nullptr) {
    return {ErrorCode::Conflict, "The database asks to try again", exception.what(), nullptr};
  }
  if (const auto* const sql = dynamic_cast<const pqxx::sql_error*>(&exception)) {
    return {ErrorCode::Internal, "A database statement failed", std::format("{} in {}", sql->what(), sql->query()),
            nullptr};
  }
  return {ErrorCode::Internal, "A database operation failed", exception.what(), nullptr};
}

}  // namespace

PostgresPool::PostgresPool(std::string connection_string, std::size_t max_connections)
    : connection_string_(std::move(connection_string)), max_connections_(max_connections) {}

PostgresPool::~PostgresPool() = default;

Result<std::unique_ptr<pqxx::connection>> PostgresPool::Take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty() || open_ < max_connections_; });
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  ++open_;
  lock.unlock();
  try {
    return std::make_unique<pqxx::connection>(connection_string_);
  } catch (const std::exception& exception) {
    lock.lock();
    --open_;
    returned_.notify_one();
    return std::unexpected(ErrorFrom(exception));
  }
}

void PostgresPool::Return(std::unique_ptr<pqxx::connection> connection) {
  const std::scoped_lock lock(mutex_);
  if (connection->is_open()) {
    idle_.push_back(std::move(connection));
  } else {
    --open_;
  }
  returned_.notify_one();
}

Status PostgresPool::Run(const std::function<void(pqxx::connection&)>& work) {
  auto connection = Take();
  if (!connection) return std::unexpected(connection.error());
  Status status;
  try {
    work(**connection);
  } catch (const std::exception& exception) {
    status = std::unexpected(ErrorFrom(exception));
    if (status.error().code == ErrorCode::Unavailable) (*connection)->close();
  }
  Return(std::move(*connection));
  return status;
}

Status Migrate(PostgresPool& pool, std::string_view schema, std::span<const Migration> migrations) {
  return pool.Run([&](pqxx::connection& connection) {
    const std::string name = connection.quote_name(schema);
    pqxx::nontransaction session(connection);
    session.exec("select pg_advisory_lock($1)", pqxx::params{kMigrationLock});
    session.exec(
        std::format("create schema if not exists {0}; create table if not exists {0}.migrations"
                    "(name text primary key, applied_at timestamptz not null default now())",
                    name));
    session.commit();
    for (const Migration& migration : migrations) {
      pqxx::work transaction(connection);
      const auto applied = transaction.exec(std::format("select 1 from {}.migrations where name = $1", name),
                                            pqxx::params{migration.name});
      if (!applied.empty()) continue;
      transaction.exec(std::format("set local search_path to {}", name));
      transaction.exec(std::string(migration.sql));
      transaction.exec(std::format("insert into {}.migrations(name) values ($1)", name), pqxx::params{migration.name});
      transaction.commit();
    }
    pqxx::nontransaction unlock(connection);
    unlock.exec("select pg_advisory_unlock($1)", pqxx::params{kMigrationLock});
  });
}

PostgresListener::PostgresListener(std::string connection_string, std::string channel)
    : connection_string_(std::move(connection_string)), channel_(std::move(channel)) {}

PostgresListener::~PostgresListener() = default;

Result<bool> PostgresListener::Wait(const std::function<bool()>& stop) {
  try {
    bool notified = false;
    if (!connection_) {
      connection_ = std::make_unique<pqxx::connection>(connection_string_);
      connection_->listen(channel_, [&notified](const pqxx::notification&) { notified = true; });
      // What was notified before the listening began is not heard: the caller has to look once.
      return true;
    }
    connection_->listen(channel_, [&notified](const pqxx::notification&) { notified = true; });
    while (!notified && !stop()) connection_->await_notification(kListenSeconds, 0);
    return notified;
  } catch (const std::exception& exception) {
    connection_.reset();
    return std::unexpected(ErrorFrom(exception));
  }
}

}  // namespace callboard::kit
