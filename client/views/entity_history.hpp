#pragma once
// Who changed which field of an entity, newest first.

#include <optional>
#include <string>
#include <vector>

#include "client/views/change_list.hpp"
#include "client/views/entity_facts.hpp"

namespace callboard::views {

struct EntityHistory {
  std::string ref;
  std::optional<double> created_secs;  // since 1970
  std::optional<double> updated_secs;
  std::vector<CatalogChange> changes;
  bool is_loading = false;
  bool has_more = false;  // older changes than these
  std::string error;      // why there are none
};

[[nodiscard]] EntityHistory BuildEntityHistory(const store::AppState& state, const EntityFacts& facts);
void DrawEntityHistory(ui::Frame& frame, const EntityHistory& history, store::CommandQueue& commands);

}  // namespace callboard::views
