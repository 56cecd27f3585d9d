#pragma once
// The part of PostgresEntityStore that keeps who led to whom.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/store.hpp"

namespace pqxx {
class transaction_base;  // NOLINT(readability-identifier-naming): the library's name
}

namespace callboard::catalog {

/// Takes the commit's number once, and only when something needs it.
class CommitNumber {
 public:
  explicit CommitNumber(pqxx::transaction_base& transaction) : transaction_(transaction) {}

  std::uint64_t Get();

  /// To be called last: tells the followers, if there is anything to tell.
  void Announce();

 private:
  pqxx::transaction_base& transaction_;
  std::optional<std::uint64_t> number_;
};

/// The children that a commit brings, as the columns of bulk statements: each vector is one SQL array.
struct ChildColumns {
  std::vector<std::string> parent, ref, location_key, unprocessed, hash;
  std::vector<int> document;

  void Add(std::string_view of, const UnprocessedEntity& child);
};

/// Saves the children and links them to their parents. `replacing` are the parents that bring all of their children.
std::vector<LocationConflict> SaveChildren(pqxx::transaction_base& transaction, const ChildColumns& children,
                                           const std::vector<std::string>& replacing);

/// Deletes the entity `uid`, and then what only it led to as below.
void DeleteOne(pqxx::transaction_base& transaction, std::string_view uid, OrphanStrategy orphans, CommitNumber& number);

/// Unlinks the refs of `children` from `parent`, and deletes as below.
void DropChildren(pqxx::transaction_base& transaction, std::string_view parent,
                  const std::vector<std::string>& children, OrphanStrategy orphans, CommitNumber& number);

/// Unlinks what `replacing` do not bring any more, and deletes what no source leads to then, if `orphans` says so.
void DropMissingChildren(pqxx::transaction_base& transaction, const ChildColumns& children,
                         const std::vector<std::string>& replacing, OrphanStrategy orphans, CommitNumber& number);

}  // namespace callboard::catalog
