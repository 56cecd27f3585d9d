#pragma once
// The definition of an API: drawn when its language is known, and as it was written.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "client/store/command.hpp"
#include "client/ui/ui.hpp"
#include "client/views/definition_outline.hpp"
#include "client/views/definition_raw.hpp"
#include "client/views/definition_trial.hpp"
#include "client/views/entity_facts.hpp"

namespace callboard::views {

struct EntityDefinition {
  std::string ref;    // canonical
  std::string label;  // "Definition (openapi)"
  std::string text;
  bool is_loading = false;
  std::optional<std::string> error;                           // it could not be fetched
  std::shared_ptr<const definitions::Definition> definition;  // null until it is here
  DefinitionOutline outline;
  std::string problem;                       // it could not be read: where and why
  const store::ApiTrials* trials = nullptr;  // of the state that this was built from
};

/// What the reader did on the page of `ref`.
struct DefinitionLocal {
  std::string ref;
  bool raw = false;
  std::string filter;
  std::string authorization;
  RawLocal search;
  std::map<std::string, TrialLocal> trials;  // by method and path
};

[[nodiscard]] EntityDefinition BuildEntityDefinition(const store::AppState& state, const EntityFacts& facts);
void DrawEntityDefinition(ui::Frame& frame, const EntityDefinition& definition, DefinitionLocal& local,
                          store::CommandQueue& commands);

}  // namespace callboard::views
