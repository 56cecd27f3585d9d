#pragma once
// From an entity's document to what can be searched in it.

#include <functional>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace callboard::catalog {

/// One leaf of a document. The views live for the call.
struct Leaf {
  std::string_view path;  // dotted, folded
  std::string_view
      value;              // as written; numbers and booleans as JavaScript prints them; empty when `has_value` is false
  bool has_value = true;  // false: null
  bool from_array = false;  // a string of an array: `path.value` counts as a field too, with the value "true"
};
using LeafVisitor = std::function<void(const Leaf&)>;

/// Visits the leaves like Backstage's buildEntitySearch: arrays and the objects in them are traversed under the path of
/// the array; `attachments`, `relations`, `status` and `metadata.etag` are left out, and so are paths beyond
/// kMaxIndexedLength; `metadata.uid` is `uid`, and a missing namespace is "default". Values come in full, however long.
/// InvalidInput when the text is not a JSON object; some leaves may have been visited by then.
[[nodiscard]] Status VisitLeaves(std::string_view document, std::string_view uid, const LeafVisitor& visit);

/// The text of a JSON number that was read as a double, as JavaScript's String() gives it in the usual range.
[[nodiscard]] std::string NumberText(double number);

}  // namespace callboard::catalog
