#pragma once
// For tests: a catalog without any index, which reads every document for every question.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::catalog {

class NaiveCatalog {
 public:
  void Apply(const Change& change);
  /// Reads all documents; call it after the last Apply and before the first question.
  void Settle();

  /// Refs of the matches, sorted.
  [[nodiscard]] std::vector<std::string> Match(const Filter& filter, const FullTextFilter& text = {}) const;
  /// Refs of all matches in the order of the query.
  [[nodiscard]] std::vector<std::string> Ordered(const EntityQuery& query) const;
  /// Folded value -> count.
  [[nodiscard]] std::map<std::string, std::size_t> Facet(const std::string& field, const Filter& filter) const;
  [[nodiscard]] std::vector<Edge> Edges(const std::string& ref) const;
  /// The refs at which edges start, whether or not there are such entities.
  [[nodiscard]] std::vector<std::string> Sources() const;
  [[nodiscard]] std::vector<std::string> Ancestry(const std::string& ref) const;
  [[nodiscard]] const std::map<std::string, EntityRecord>& records() const { return records_; }

 private:
  /// Field -> values; an empty optional is a field without an indexed value.
  using Terms = std::map<std::string, std::set<std::optional<std::string>>>;

  [[nodiscard]] Terms TermsOf(const EntityRecord& record) const;
  [[nodiscard]] bool Holds(const EntityRecord& record, const Terms& terms, const Filter& filter) const;
  [[nodiscard]] static bool HasText(const EntityRecord& record, const Terms& terms, const FullTextFilter& text);

  std::map<std::string, EntityRecord> records_;
  std::map<std::string, std::set<Edge>> edges_;
  std::map<std::string, Terms> terms_;
};

}  // namespace callboard::catalog
