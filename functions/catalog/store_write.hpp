#pragma once
// One commit of PostgresEntityStore, step by step.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/store.hpp"

namespace pqxx {
class result;            // NOLINT(readability-identifier-naming): the library's names
class transaction_base;  // NOLINT(readability-identifier-naming)
}  // namespace pqxx

namespace callboard::catalog {

class StoreTransaction {
 public:
  /// `removed_by` as in StoreWrite.
  StoreTransaction(pqxx::transaction_base& transaction, OrphanStrategy orphans, std::string_view removed_by)
      : transaction_(transaction), orphans_(orphans), removed_by_(removed_by) {}

  /// Everything but the commit itself.
  StoreWritten Run(const StoreWrite& write);

  void DeleteEntity(std::string_view uid);

  /// To be called last: tells the followers, if there is anything to tell.
  void Announce();

 private:
  using Texts = std::vector<std::string>;

  /// As columns: each vector is one SQL array.
  struct Links {
    Texts parent, ref;
    void Add(std::string_view of, std::string_view to) {
      parent.emplace_back(of);
      ref.emplace_back(to);
    }
  };

  std::uint64_t Number();
  void SettleClaims(const StoreWrite& write, StoreWritten& written);
  void SaveRows(const std::vector<EntityRow>& rows, const StoreWritten& written);
  void Schedule(const std::vector<const EntityRow*>& rows);
  void SaveLinks(const std::vector<ParentLink>& links);
  [[nodiscard]] Links MissingChildren(const StoreWrite& write, const StoreWritten& written);
  void Unlink(const Links& gone);
  void DeleteUnreachable(const Texts& unlinked);
  Texts RecordDeletions(const pqxx::result& rows);
  void ReadAgain(const Texts& refs);
  void MarkOrphans(const Texts& refs);

  pqxx::transaction_base& transaction_;
  OrphanStrategy orphans_;
  std::string removed_by_;
  std::optional<std::uint64_t> number_;
};

}  // namespace callboard::catalog
