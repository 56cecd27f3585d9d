#pragma once
// Locations that people register while the catalog runs. They lead to Location entities of the source "registered".

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/location.hpp"
#include "functions/catalog/processor.hpp"
#include "shared/base/error.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// Longer targets than any server takes in a URL, and what an index entry holds.
inline constexpr std::size_t kMaxTargetBytes = 2000;

/// `entity_ref` and `location_key` stay when the location is moved to another target: it leads to the same entity.
struct RegisteredLocation {
  std::string id;
  SourceLocation location;
  std::string entity_ref;
  std::string location_key;
};

/// The Location entity that a registered location leads to.
[[nodiscard]] UnprocessedEntity EntityForRegistered(const RegisteredLocation& registered);

/// Errors of every function: Unavailable when the database cannot be reached, Internal.
class LocationStore {
 public:
  virtual ~LocationStore() = default;

  /// In the order of registration.
  virtual Result<std::vector<RegisteredLocation>> List() = 0;

  /// NotFound when there is none with this id.
  virtual Result<RegisteredLocation> Get(std::string_view id) = 0;

  virtual Result<std::optional<RegisteredLocation>> FindLocation(const SourceLocation& location) = 0;

  /// Conflict when it is registered already.
  virtual Result<RegisteredLocation> Add(const SourceLocation& location) = 0;

  /// Points the registration `id` at `location`. NotFound; Conflict when that is registered already.
  virtual Result<RegisteredLocation> Move(std::string_view id, const SourceLocation& location) = 0;

  /// Says nothing about an id that is gone already.
  virtual Status Remove(std::string_view id) = 0;
};

class PostgresLocationStore : public LocationStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresLocationStore(std::shared_ptr<kit::PostgresPool> pool);

  Result<std::vector<RegisteredLocation>> List() override;
  Result<RegisteredLocation> Get(std::string_view id) override;
  Result<std::optional<RegisteredLocation>> FindLocation(const SourceLocation& location) override;
  Result<RegisteredLocation> Add(const SourceLocation& location) override;
  Result<RegisteredLocation> Move(std::string_view id, const SourceLocation& location) override;
  Status Remove(std::string_view id) override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
