#pragma once
// /catalog/<namespace>/<kind>/<name>: one entity, in tabs.

#include <string>
#include <variant>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_definition.hpp"
#include "client/views/entity_header.hpp"
#include "client/views/entity_history.hpp"
#include "client/views/entity_inspect.hpp"
#include "client/views/entity_overview.hpp"
#include "client/views/entity_relations.hpp"
#include "client/views/unregister_dialog.hpp"

namespace callboard::views {

struct EntityTabLink {
  std::string label;
  std::string href;
  bool current = false;
};

/// What is drawn of an entity that is not there: where else to look.
struct MissingEntity {
  std::string ref;
  std::vector<EntityLink> similar;
  std::string search_href;
};

using EntityPanel = std::variant<std::monostate, EntityOverview, EntityDefinition, std::vector<RelationCard>,
                                 RelationTable, EntityHistory, EntityInspect>;

struct EntityPageData {
  std::string title;
  std::string ref;
  Presence presence = Presence::Loading;
  std::string error;      // Failed
  MissingEntity missing;  // Missing
  EntityHeader header;    // Found, as what follows
  std::vector<EntityTabLink> tabs;
  EntityPanel panel;
  UnregisterData unregister;
};

/// What the reader did on the page of `ref`.
struct EntityPageLocal {
  std::string ref;
  EntityHeaderLocal header;
  UnregisterLocal unregister;
  DefinitionLocal definition;
  GraphCache relations;
};

[[nodiscard]] store::Needs NeedsEntityPage(const store::Route& route);
[[nodiscard]] EntityPageData BuildEntityPageData(const store::AppState& state, const store::Route& route);
void DrawEntityPage(ui::Frame& frame, const EntityPageData& data, EntityPageLocal& local,
                    store::CommandQueue& commands);

}  // namespace callboard::views
