#pragma once
// What can be asked of the index. Field paths are dotted as in Backstage ("metadata.annotations.a.b/c",
// "relations.ownedBy"), compared without regard to case; values too.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callboard::catalog {

/// A filter as a tree. `Key`: the field exists. `KeyValues`: the field has one of `values`.
/// Source: Backstage's EntityFilter and FilterPredicate ($all, $any, $not, $exists, $in, $hasPrefix, $contains).
struct Filter {
  enum class Op : std::uint8_t { All, Any, Not, Exists, In, HasPrefix, ContainsRelation };
  Op op = Op::All;
  std::vector<Filter>
      children;       // All, Any: any number (an empty All holds for everything, an empty Any for nothing); Not: one
  std::string field;  // Exists, In, HasPrefix
  std::vector<std::string> values;  // In: any of; HasPrefix: one; ContainsRelation: {type or "", target ref or ""}
};

struct OrderField {
  std::string field;
  bool descending = false;
};

/// Case-insensitive substring search within the values of `fields`; no fields means metadata.name, metadata.title,
/// metadata.description, spec.profile.displayName and the like that people see.
struct FullTextFilter {
  std::string term;
  std::vector<std::string> fields;
};

/// Where a page begins: the ordering values and the ref of the entity beside it. Survives changes of the catalog
/// between pages.
struct PageAnchor {
  std::vector<std::optional<std::string>> order_values;
  std::string ref;
  bool backward = false;  // the page that ends before the anchor
};

struct EntityQuery {
  Filter filter;
  FullTextFilter text;
  std::vector<OrderField> order;  // then by ref; entities that lack a field come last in both directions
  std::size_t limit = 20;
  std::size_t offset = 0;
  std::optional<PageAnchor> anchor;
};

}  // namespace callboard::catalog
