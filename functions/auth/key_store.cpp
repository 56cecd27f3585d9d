#include "functions/auth/key_store.hpp"

#include <array>
#include <optional>
#include <pqxx/pqxx>
#include <string>

namespace callboard::auth {
namespace {

constexpr std::array kMigrations = {
    kit::Migration{"0001-keys", R"sql(
create table keys (
  id text primary key,
  private_pem text not null,
  public_pem text not null,
  created_at timestamptz not null default now()
);
)sql"},
};

constexpr int kKeyLock = 0x4B657973;

std::vector<kit::SigningKey> KeysYoungerThan(pqxx::work& transaction, std::chrono::hours age) {
  std::vector<kit::SigningKey> keys;
  for (const auto& [id, private_pem, public_pem] : transaction.query<std::string, std::string, std::string>(
           "select id, private_pem, public_pem from auth.keys where created_at > now() - $1 * interval '1 hour' order "
           "by created_at desc",
           pqxx::params{age.count()})) {
    keys.push_back({id, private_pem, public_pem});
  }
  return keys;
}

}  // namespace

std::span<const kit::Migration> AuthMigrations() {
  return kMigrations;
}

PostgresKeyStore::PostgresKeyStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<kit::SigningKey> PostgresKeyStore::CurrentKey() {
  Result<kit::SigningKey> current = Fail(ErrorCode::Internal, "no signing key");
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    auto keys = KeysYoungerThan(transaction, kKeySigns);
    if (keys.empty()) {
      // Replicas that find none at the same time take turns; all but the first then see its key.
      transaction.exec("select pg_advisory_xact_lock($1)", pqxx::params{kKeyLock});
      keys = KeysYoungerThan(transaction, kKeySigns);
    }
    if (!keys.empty()) {
      current = std::move(keys.front());
      return;
    }
    current = kit::GenerateSigningKey(transaction.query_value<std::string>("select gen_random_uuid()::text"));
    if (!current) return;
    transaction.exec("delete from auth.keys where created_at <= now() - $1 * interval '1 hour'",
                     pqxx::params{kKeyVerifies.count()});
    transaction.exec("insert into auth.keys (id, private_pem, public_pem) values ($1, $2, $3)",
                     pqxx::params{current->id, current->private_pem, current->public_pem});
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return current;
}

Result<std::vector<kit::SigningKey>> PostgresKeyStore::VerifyingKeys() {
  std::vector<kit::SigningKey> keys;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    keys = KeysYoungerThan(transaction, kKeyVerifies);
  });
  if (!status) return std::unexpected(status.error());
  return keys;
}

}  // namespace callboard::auth
