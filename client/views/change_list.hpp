#pragma once
// What changed in the catalog, by whom and when: from the answers to EntityHistory and CatalogHistory.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

enum class ChangeKind : std::uint8_t { Created, Updated, Deleted };

/// One field; a value that is "" was not there. Of lists of texts, what went and what came.
struct FieldChange {
  std::string path;  // "spec.owner"
  std::string before;
  std::string after;
};

/// `actor_href` is "" when nothing leads to who did it.
struct CatalogChange {
  double at_secs = 0;  // since 1970
  ChangeKind kind = ChangeKind::Updated;
  EntityLink entity;
  std::string actor;
  std::string actor_href;
  std::vector<FieldChange> fields;
  std::size_t more_fields = 0;  // that the server left out
};

/// The items of an answer, newest first. What cannot be read is left out.
[[nodiscard]] std::vector<CatalogChange> ChangesFrom(const store::AppState& state, const Json& answer);

/// A list by time. `names_entities`: the changes are of several entities.
void DrawChangeList(ui::Frame& frame, std::string_view label, std::span<const CatalogChange> changes,
                    bool names_entities);

}  // namespace callboard::views
