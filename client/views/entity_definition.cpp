#include "client/views/entity_definition.hpp"

#include <format>

namespace callboard::views {

EntityDefinition BuildEntityDefinition(const store::AppState& state, const EntityFacts& facts) {
  EntityDefinition definition{.ref = facts.ref};
  const std::string_view type = model::SpecString(facts.entity, "type");
  definition.label = type.empty() ? "Definition" : std::format("Definition ({})", type);
  definition.text = TextAt(facts.entity.document, {"spec", "definition"});
  if (facts.is_whole) return definition;
  const store::Remote<store::EntityDetails>* const details = store::DetailsOf(state, facts.ref);
  if (details != nullptr && details->error() != nullptr) {
    definition.error = details->error()->message;
  } else {
    definition.is_loading = true;
  }
  return definition;
}

void DrawEntityDefinition(ui::Frame& frame, const EntityDefinition& definition, store::CommandQueue& commands) {
  if (definition.is_loading) return frame.Skeleton("Loading the definition", 12);
  if (definition.error) {
    if (frame.ErrorPanel("The definition could not be loaded", *definition.error))
      commands.Push(store::Retry{{store::Need::What::Entity, definition.ref}});
    return;
  }
  if (definition.text.empty()) {
    return frame.EmptyState(ui::Icon::Code, "No definition", "The API's spec.definition is empty");
  }
  frame.CodeBlock(definition.label, definition.text);
}

}  // namespace callboard::views
