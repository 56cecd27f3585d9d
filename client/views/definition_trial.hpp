#pragma once
// An operation of an API, tried out from the browser.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/store/command.hpp"
#include "client/ui/ui.hpp"
#include "shared/definitions/api_request.hpp"

namespace callboard::views {

/// What was filled in for one operation.
struct TrialLocal {
  bool started = false;
  definitions::ApiInput input;
  std::string problem;  // why nothing was sent
};

/// The answer as it is shown.
struct TrialAnswer {
  std::string status;  // "404 Not Found"
  ui::Tone tone = ui::Tone::Neutral;
  std::string time;  // "34 ms"
  std::string size;  // "1.2 kB"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // JSON indented; what is no text is described
  bool is_cut = false;
};

/// What a trial is drawn from. `authorization` is the header's value, shared by all operations of an API.
struct TrialContext {
  const definitions::OpenApi& api;
  const definitions::ApiOperation& operation;
  std::string key;  // of the command
  const store::Remote<net::ApiAnswer>* asked = nullptr;
  std::string& authorization;
};

/// The first server, the example of the body and those of the parameters.
[[nodiscard]] definitions::ApiInput FirstInput(const definitions::OpenApi& api,
                                               const definitions::ApiOperation& operation);
[[nodiscard]] TrialAnswer BuildTrialAnswer(const net::ApiAnswer& answer);
void DrawTrial(ui::Frame& frame, const TrialContext& context, TrialLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
