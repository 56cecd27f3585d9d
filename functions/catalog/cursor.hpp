#pragma once
// Cursors of by-query: everything that the next page needs, so that no state is kept between requests.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/query.hpp"

namespace callboard::catalog {

/// The question as it was asked, which the filter is made from again, and the place in its answer.
struct QueryCursor {
  std::vector<std::string> filters;  // `filter` parameters
  Json predicate;                    // `query` of a body, or null
  FullTextFilter text;
  std::vector<OrderField> order;
  PageAnchor anchor;
};

/// Base64 of JSON, as Backstage's cursors are.
[[nodiscard]] std::string EncodeCursor(const QueryCursor& cursor);
/// InvalidInput when the text is not a cursor.
[[nodiscard]] Result<QueryCursor> DecodeCursor(std::string_view text);

}  // namespace callboard::catalog
