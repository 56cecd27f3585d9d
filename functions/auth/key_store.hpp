#pragma once
// The keys that sign tokens, shared by every replica.

#include <chrono>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "functions/kit/postgres.hpp"
#include "functions/kit/signing_key.hpp"

namespace callboard::auth {

inline constexpr std::string_view kSchema = "auth";

/// A new key signs for one day; old ones verify for two more hours than a token lives, and are deleted with the next
/// new one.
inline constexpr std::chrono::hours kKeySigns{24};
inline constexpr std::chrono::hours kTokenLives{1};
inline constexpr std::chrono::hours kKeyVerifies = kKeySigns + kTokenLives + std::chrono::hours(2);

[[nodiscard]] std::span<const kit::Migration> AuthMigrations();

/// Errors as kit::PostgresPool.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  /// The youngest key that may sign; makes one when there is none.
  virtual Result<kit::SigningKey> CurrentKey() = 0;
  /// Every key whose tokens may still be alive.
  virtual Result<std::vector<kit::SigningKey>> VerifyingKeys() = 0;
};

class PostgresKeyStore : public KeyStore {
 public:
  explicit PostgresKeyStore(std::shared_ptr<kit::PostgresPool> pool);
  Result<kit::SigningKey> CurrentKey() override;
  Result<std::vector<kit::SigningKey>> VerifyingKeys() override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::auth
