#pragma once
// How followers of the log get through much of it quickly.

#include <cstdint>
#include <future>
#include <vector>

#include "functions/catalog/store.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::catalog {

/// The pages of the log after `since`, each read while the caller works on the one before.
class LogReader {
 public:
  LogReader(EntityStore& store, LogDetail detail, std::uint64_t since);

  /// Errors as EntityStore; call no more after an error or the last page.
  Result<ChangePage> Next();

 private:
  void ReadAfter(std::uint64_t since);

  EntityStore& store_;
  LogDetail detail_;
  std::future<Result<ChangePage>> reading_;
  bool is_long_ = false;
};

/// Index::Apply, with a second thread where that pays.
Status ApplyChanges(Index& index, std::vector<Change> changes);

}  // namespace callboard::catalog
