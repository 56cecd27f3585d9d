#include "functions/catalog/location_store.hpp"

#include <format>
#include <pqxx/pqxx>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using Found = std::optional<RegisteredLocation>;

constexpr char kSelect[] = "select id, type, target, entity_ref, location_key from catalog.locations";

/// Nothing is added when the target, or the ref of the entity, is taken.
constexpr char kInsert[] = R"sql(
insert into catalog.locations (type, target, entity_ref, location_key) values ($1, $2, $3, $4)
    on conflict do nothing
returning id, type, target, entity_ref, location_key)sql";

constexpr char kMove[] = R"sql(
update catalog.locations set type = $2, target = $3 where id::text = $1
returning id, type, target, entity_ref, location_key)sql";

RegisteredLocation FromRow(const pqxx::row& row) {
  return {row[0].as<std::string>(),
          {row[1].as<std::string>(), row[2].as<std::string>()},
          row[3].as<std::string>(),
          row[4].as<std::string>()};
}

Found FirstOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

Found FindBy(pqxx::transaction_base& transaction, std::string_view condition, const pqxx::params& values) {
  return FirstOf(transaction.exec(std::format("{} where {}", kSelect, condition), values));
}

Found FindTarget(pqxx::transaction_base& transaction, const SourceLocation& location) {
  return FindBy(transaction, "type = $1 and target = $2", {location.type, location.target});
}

std::unexpected<Error> Exists(const SourceLocation& location) {
  return Fail(ErrorCode::Conflict, std::format("Location {} already exists", LocationText(location)));
}

std::unexpected<Error> NoLocation(std::string_view id) {
  return Fail(ErrorCode::NotFound, std::format("Found no location with ID {}", id));
}

Found Insert(pqxx::transaction_base& transaction, const SourceLocation& location) {
  const std::string ref = model::RefText(EntityForLocation(location));
  const std::string key = LocationText(location);
  if (auto added = FirstOf(transaction.exec(kInsert, pqxx::params{location.type, location.target, ref, key})))
    return added;
  // A registration that was moved away from here still leads to the entity of that name.
  const Found holder = FindBy(transaction, "entity_ref = $1", {ref});
  if (!holder || holder->location == location) return std::nullopt;
  const std::string other = model::RefText(EntityForLocation({location.type, location.target + "#" + holder->id}));
  return FirstOf(transaction.exec(kInsert, pqxx::params{location.type, location.target, other, key}));
}

}  // namespace

UnprocessedEntity EntityForRegistered(const RegisteredLocation& registered) {
  model::Entity entity = EntityForLocation(registered.location);
  if (const auto ref = model::ParseEntityRef(registered.entity_ref)) entity.document["metadata"]["name"] = ref->name;
  return {std::move(entity), registered.location_key, 0};
}

PostgresLocationStore::PostgresLocationStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<std::vector<RegisteredLocation>> PostgresLocationStore::List() {
  std::vector<RegisteredLocation> locations;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::read_transaction transaction(connection);
    for (const pqxx::row& row : transaction.exec(std::format("{} order by position", kSelect)))
      locations.push_back(FromRow(row));
  });
  if (!status) return std::unexpected(status.error());
  return locations;
}

Result<RegisteredLocation> PostgresLocationStore::Get(std::string_view id) {
  Found found;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::read_transaction transaction(connection);
    found = FindBy(transaction, "id::text = $1", {id});
  });
  if (!status) return std::unexpected(status.error());
  if (!found) return NoLocation(id);
  return *found;
}

Result<Found> PostgresLocationStore::FindLocation(const SourceLocation& location) {
  Found found;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::read_transaction transaction(connection);
    found = FindTarget(transaction, location);
  });
  if (!status) return std::unexpected(status.error());
  return found;
}

Result<RegisteredLocation> PostgresLocationStore::Add(const SourceLocation& location) {
  Found added;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    added = Insert(transaction, location);
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  if (!added) return Exists(location);
  return *added;
}

Result<RegisteredLocation> PostgresLocationStore::Move(std::string_view id, const SourceLocation& location) {
  Found moved;
  bool is_taken = false;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    const Found there = FindTarget(transaction, location);
    is_taken = there && there->id != id;
    if (!is_taken) moved = FirstOf(transaction.exec(kMove, pqxx::params{id, location.type, location.target}));
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  if (is_taken) return Exists(location);
  if (!moved) return NoLocation(id);
  return *moved;
}

Status PostgresLocationStore::Remove(std::string_view id) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec("delete from catalog.locations where id::text = $1", pqxx::params{id});
    transaction.commit();
  });
}

}  // namespace callboard::catalog
