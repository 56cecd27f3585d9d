#pragma once
// From the filters of a list's URL to a query of the index.

#include <string>
#include <string_view>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/store/route.hpp"
#include "shared/catalog/query.hpp"

namespace callboard::views {

/// One multi-valued filter of a list, and the field that it stands for.
struct FilterField {
  std::string_view label;
  std::string_view field;
  std::vector<std::string> store::ListQuery::* values;
  /// The kind of the entities that the values refer to; "" when they are plain text.
  std::string_view ref_kind = {};
};
[[nodiscard]] std::vector<FilterField> FilterFields();

/// What `query` selects, its text apart. `without` leaves one filter out: for counting its values.
[[nodiscard]] catalog::Filter FilterFromList(const store::AppState& state, const store::ListQuery& query,
                                             std::vector<std::string> store::ListQuery::* without = nullptr);

/// Everything that the list shows, in its order.
[[nodiscard]] catalog::EntityQuery QueryFromList(const store::AppState& state, const store::ListQuery& query);

/// Whose entities are "owned": the session's references, and the groups that the user is a member of.
[[nodiscard]] std::vector<std::string> OwnershipRefs(const store::AppState& state);

}  // namespace callboard::views
