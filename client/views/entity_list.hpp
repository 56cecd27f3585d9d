#pragma once
// A filtered, sorted list of entities: what the catalog's and the APIs' pages have in common.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// One value of a filter. `count` says how many entities have it under all other filters, whatever the text.
struct FilterOption {
  std::string value;
  std::string label;
  std::size_t count = 0;
};

/// One field that can be filtered by. `chosen` are values of the query; `options` are the others.
struct ListFilter {
  std::string label;
  std::vector<std::string> store::ListQuery::* values = nullptr;
  std::vector<FilterOption> chosen;
  std::vector<FilterOption> options;
};

enum class ListColumn : std::uint8_t { Name, Kind, System, Owner, Type, Lifecycle, Description, Tags, Starred };

struct EntityRow {
  EntityLink name;
  std::string kind;
  std::string description;
  std::vector<EntityLink> systems;
  std::vector<EntityLink> owners;
  std::string type;
  std::string lifecycle;
  std::vector<std::string> tags;
  bool starred = false;
};

/// A view that was saved of this list's screen.
struct SavedList {
  std::string name;
  std::string href;
  bool current = false;
};

struct EntityListData {
  std::string title;
  store::Screen screen = store::Screen::CatalogIndex;
  store::ListQuery query;
  std::string result_title;         // "All components (34)"
  std::string kind_plural;          // "components"
  std::vector<FilterOption> kinds;  // empty: the kind is fixed
  std::vector<FilterOption> users;  // all, owned, starred
  std::vector<ListFilter> filters;  // those that tell the entities apart
  std::vector<SavedList> views;
  std::vector<ListColumn> columns;
  bool is_filtered = false;             // by more than the kind
  bool is_loading = false;              // rows may still come
  float progress = -1;                  // of loading, 0 to 1; below 0: not known
  std::optional<std::string> error;     // why loading ended early
  std::vector<catalog::EntityId> rows;  // all of them; see RowAt
  const store::AppState* source = nullptr;
};

/// What the reader has open, and what was said last.
struct EntityListLocal {
  bool shows_filters = false;
  std::string announced;
  bool names_view = false;  // the dialog that saves a view is open
  std::string view_name;
};

/// What the list of `screen` shows. The data is valid until the state changes.
[[nodiscard]] EntityListData BuildEntityList(const store::AppState& state, store::Screen screen,
                                             const store::ListQuery& query, std::string title);
/// Read from the replica for each row that comes into sight, so that long lists cost nothing. `row` < rows.size().
[[nodiscard]] EntityRow RowAt(const EntityListData& data, std::size_t row);
/// A key of the row's data for as long as `data` is valid.
[[nodiscard]] std::string_view RowKey(const EntityListData& data, std::size_t row);

void DrawEntityList(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                    store::CommandQueue& commands);

/// The name of a column in `ListQuery::sort`; "" when the list cannot be sorted by it.
[[nodiscard]] std::string_view SortNameOf(ListColumn column);

}  // namespace callboard::views
