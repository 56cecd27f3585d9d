#pragma once
// The top of an entity's page: what it is, who owns it, and what is wrong with it.

#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/action_state.hpp"
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
  std::string link;  // the page's whole address
  std::string inspect_href;
  ActionState refresh;
  std::vector<EntityNotice> notices;
};

/// `refreshed`: its sources were asked for on this visit. `announced` is what was said of that.
struct EntityHeaderLocal {
  bool refreshed = false;
  std::string announced;
};

[[nodiscard]] EntityHeader BuildEntityHeader(const store::AppState& state, const EntityFacts& facts);
/// True when the entity is to be unregistered: nothing is done yet.
[[nodiscard]] bool DrawEntityHeader(ui::Frame& frame, const EntityHeader& header, EntityHeaderLocal& local,
                                    store::CommandQueue& commands);
void DrawEntityNotices(ui::Frame& frame, const EntityHeader& header);

/// What a lifecycle means for who wants to use the entity.
[[nodiscard]] ui::Tone LifecycleTone(std::string_view lifecycle);

}  // namespace callboard::views
