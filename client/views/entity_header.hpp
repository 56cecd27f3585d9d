#pragma once
// The top of an entity's page: what it is, who owns it, and what is wrong with it.

#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_facts.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// Something that a reader should know before the rest.
struct EntityNotice {
  ui::Tone tone = ui::Tone::Warning;
  std::string title;
  std::string detail;
};

struct EntityHeader {
  std::string ref;       // canonical
  std::string overline;  // "component · service"
  std::string name;
  std::vector<EntityLink> owners;
  std::string lifecycle;
  bool starred = false;
  std::vector<EntityNotice> notices;
};

[[nodiscard]] EntityHeader BuildEntityHeader(const store::AppState& state, const EntityFacts& facts);
void DrawEntityHeader(ui::Frame& frame, const EntityHeader& header, store::CommandQueue& commands);
void DrawEntityNotices(ui::Frame& frame, const EntityHeader& header);

/// What a lifecycle means for who wants to use the entity.
[[nodiscard]] ui::Tone LifecycleTone(std::string_view lifecycle);

}  // namespace callboard::views
