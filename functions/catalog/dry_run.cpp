#include "functions/catalog/dry_run.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <set>

namespace callboard::catalog {
namespace {

std::string AllWords(const std::vector<ProcessingProblem>& problems) {
  std::string words;
  for (const ProcessingProblem& problem : problems)
    words += std::format("{}{}: {}", words.empty() ? "" : ", ", problem.name, problem.error.message);
  return words;
}

}  // namespace

Result<std::vector<model::Entity>> ProcessWithoutKeeping(const SourceLocation& location, const CatalogRules& rules,
                                                         SourceReader& reader,
                                                         std::chrono::steady_clock::time_point deadline) {
  std::vector<model::Entity> entities;
  std::set<std::string> refs;
  std::vector<UnprocessedEntity> left = {{EntityForLocation(location), LocationText(location), 0}};
  while (!left.empty()) {
    if (std::chrono::steady_clock::now() >= deadline)
      return Fail(ErrorCode::Unavailable, "The location leads to more than can be read in the time of a request");
    const UnprocessedEntity unprocessed = std::move(left.back());
    left.pop_back();
    ProcessingResult result = ProcessEntity(unprocessed, rules, reader);
    if (!result.problems.empty()) return Fail(ErrorCode::InvalidInput, AllWords(result.problems));
    const std::string ref = model::RefText(result.entity);
    if (!refs.insert(ref).second) return Fail(ErrorCode::InvalidInput, std::format("Duplicate nested entity: {}", ref));
    std::ranges::move(result.children, std::back_inserter(left));
    entities.push_back(std::move(result.entity));
  }
  return entities;
}

}  // namespace callboard::catalog
