#pragma once
// The overview of an entity: what it says about itself, and what is around it.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "client/views/entity_facts.hpp"
#include "client/views/entity_link.hpp"
#include "client/views/relation_card.hpp"
#include "client/views/relations_graph.hpp"

namespace callboard::views {

/// One line of the About card; what is empty is not drawn.
struct AboutField {
  std::string label;
  std::string text;
  std::string href;  // makes `text` a link
  std::vector<EntityLink> links;
  std::vector<std::string> chips;
};

struct WebLink {
  std::string text;
  std::string href;  // "" when it is no address that may be followed
};

/// How many entities of one kind and type a group or user owns, and where they are listed.
struct OwnedCount {
  std::string label;  // "Component · service"
  std::size_t count = 0;
  std::string href;
};

struct EntityOverview {
  std::vector<AboutField> about;
  std::vector<WebLink> source_links;
  std::vector<WebLink> links;
  RelationsGraph relations;
  std::vector<RelationCard> cards;
  bool owns = false;  // the kind can own entities
  std::vector<OwnedCount> owned;
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::pair<std::string, std::string>> annotations;
};

[[nodiscard]] EntityOverview BuildEntityOverview(const store::AppState& state, const EntityFacts& facts);
void DrawEntityOverview(ui::Frame& frame, const EntityOverview& overview, GraphCache& relations);

}  // namespace callboard::views
