#pragma once
// An OpenAPI definition: what it says of itself, and one operation.

#include "client/views/definition_trial.hpp"
#include "shared/definitions/openapi.hpp"

namespace callboard::views {

/// Servers and ways to authenticate.
void DrawOpenApiFacts(ui::Frame& frame, const definitions::OpenApi& api);
void DrawApiOperation(ui::Frame& frame, const TrialContext& context, TrialLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
