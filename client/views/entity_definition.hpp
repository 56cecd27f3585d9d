#pragma once
// The definition of an API, as it was written.

#include <optional>
#include <string>

#include "client/store/command.hpp"
#include "client/ui/ui.hpp"
#include "client/views/entity_facts.hpp"

namespace callboard::views {

struct EntityDefinition {
  std::string ref;    // canonical
  std::string label;  // "Definition (openapi)"
  std::string text;
  bool is_loading = false;
  std::optional<std::string> error;
};

[[nodiscard]] EntityDefinition BuildEntityDefinition(const store::AppState& state, const EntityFacts& facts);
void DrawEntityDefinition(ui::Frame& frame, const EntityDefinition& definition, store::CommandQueue& commands);

}  // namespace callboard::views
