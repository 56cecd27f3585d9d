#include "client/views/definition_trial.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "client/views/definition_parts.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

constexpr std::string_view kAnyServer = "https://";

constexpr std::array<std::pair<int, std::string_view>, 19> kReasons = {{{200, "OK"},
                                                                        {201, "Created"},
                                                                        {202, "Accepted"},
                                                                        {204, "No Content"},
                                                                        {301, "Moved Permanently"},
                                                                        {302, "Found"},
                                                                        {304, "Not Modified"},
                                                                        {400, "Bad Request"},
                                                                        {401, "Unauthorized"},
                                                                        {403, "Forbidden"},
                                                                        {404, "Not Found"},
                                                                        {405, "Method Not Allowed"},
                                                                        {409, "Conflict"},
                                                                        {415, "Unsupported Media Type"},
                                                                        {422, "Unprocessable Content"},
                                                                        {429, "Too Many Requests"},
                                                                        {500, "Internal Server Error"},
                                                                        {502, "Bad Gateway"},
                                                                        {503, "Service Unavailable"}}};

std::string StatusText(int status) {
  const auto found = std::ranges::find(kReasons, status, &std::pair<int, std::string_view>::first);
  return found == kReasons.end() ? std::format("{}", status) : std::format("{} {}", status, found->second);
}

ui::Tone ToneOfStatus(int status) {
  if (status >= 400) return ui::Tone::Bad;
  return status >= 300 ? ui::Tone::Warning : ui::Tone::Good;
}

std::string SizeText(std::size_t bytes) {
  if (bytes < 1000) return std::format("{} B", bytes);
  return std::format("{:.1f} kB", static_cast<double>(bytes) / 1000);
}

std::string TimeText(double secs) {
  return secs < 1 ? std::format("{:.0f} ms", secs * 1000) : std::format("{:.1f} s", secs);
}

/// Text is what has no zero byte and reads as UTF-8.
bool IsText(const std::string& body) {
  if (body.contains('\0')) return false;
  return Json(body).dump(-1, ' ', false, Json::error_handler_t::ignore) ==
         Json(body).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string BodyText(const std::string& body) {
  if (!IsText(body)) return std::format("{} that are no text", SizeText(body.size()));
  const std::string_view trimmed = TrimSpace(body);
  if (!trimmed.starts_with('{') && !trimmed.starts_with('[')) return body;
  const auto json = ParseJson(trimmed);
  return json ? ExampleText(*json) : body;
}

std::string LabelOf(const ApiParameter& parameter) {
  return std::format("{} ({}{})", parameter.name, parameter.in, parameter.required ? ", required" : "");
}

void DrawParameterField(ui::Frame& frame, const TrialContext& context, const ApiParameter& parameter, ApiInput& input) {
  const auto cell = frame.Cell();
  std::string& value = input.values[ParameterKey(parameter)];
  const Json nothing = Json::object();
  const SchemaSummary summary =
      SummaryOf(context.api.document, parameter.schema == nullptr ? nothing : *parameter.schema);
  if (summary.values.empty() || summary.type.starts_with("array")) {
    frame.TextField(LabelOf(parameter), value, {.placeholder = summary.type});
    return;
  }
  std::vector<ui::SelectOption> options = {{"", "Not sent"}};
  for (const std::string& each : summary.values) options.push_back({each, each});
  frame.Select(LabelOf(parameter), value, options);
}

void DrawServer(ui::Frame& frame, const TrialContext& context, ApiInput& input) {
  if (context.operation.servers.size() > 1) {
    std::vector<ui::SelectOption> options;
    for (const ApiServer& server : context.operation.servers)
      options.push_back({server.url, server.description.empty()
                                         ? server.url
                                         : std::format("{}: {}", server.description, server.url)});
    if (!std::ranges::contains(options, input.server, &ui::SelectOption::value))
      options.push_back({input.server, "Another address"});
    frame.Select("Server", input.server, options);
  }
  frame.TextField("Address of the server", input.server, {.placeholder = kAnyServer});
}

void DrawBody(ui::Frame& frame, const TrialContext& context, ApiInput& input) {
  const std::vector<ApiContent>& contents = context.operation.body->contents;
  if (contents.size() > 1) {
    std::vector<ui::SelectOption> options;
    for (const ApiContent& content : contents) options.push_back({content.media_type, content.media_type});
    if (frame.Select("Media type", input.media_type, options)) {
      const auto chosen = std::ranges::find(contents, input.media_type, &ApiContent::media_type);
      if (chosen != contents.end()) input.body = ExampleFor(context.api.document, *chosen);
    }
  }
  frame.TextField("Body", input.body, {.multiline = true});
}

Result<ApiRequest> RequestOf(const TrialContext& context, const ApiInput& input) {
  auto request = MakeRequest(context.operation, input);
  if (request && !context.authorization.empty()) request->headers.emplace_back("Authorization", context.authorization);
  return request;
}

void DrawSend(ui::Frame& frame, const TrialContext& context, TrialLocal& local, store::CommandQueue& commands) {
  const bool is_loading = context.asked != nullptr && context.asked->IsLoading();
  const auto row = frame.Row();
  const bool send =
      frame.Button("Send", {.kind = ui::ButtonKind::Primary, .icon = ui::Icon::Play, .disabled = is_loading});
  const bool copy = frame.Button("Copy as curl", {.icon = ui::Icon::Copy});
  if (!send && !copy) return;
  auto request = RequestOf(context, local.input);
  local.problem = request ? "" : request.error().message;
  if (!request) return;
  if (send) commands.Push(store::AskApi{context.key, std::move(*request)});
  if (!copy) return;
  frame.CopyToClipboard(CurlOf(*request));
  frame.Announce("Copied");
}

void DrawHeaders(ui::Frame& frame, const TrialAnswer& answer) {
  const std::string count = std::format("{}", answer.headers.size());
  const auto open = frame.Disclosure("Headers of the answer", false, {.detail = count});
  if (!open) return;
  std::vector<ui::KeyValue> items;
  for (const auto& [name, value] : answer.headers)
    items.push_back({name, [&frame, &value] { frame.Text(value, ui::TextStyle::Mono); }});
  frame.KeyValueList(items);
}

void DrawAnswer(ui::Frame& frame, const TrialAnswer& answer) {
  {
    const auto row = frame.Row();
    frame.Text("Answer", ui::TextStyle::Strong);
    frame.Chip(answer.status, answer.tone);
    frame.Chip(answer.time);
    frame.Chip(answer.size);
  }
  if (answer.is_cut) frame.TextMuted("The answer is longer; this is its beginning");
  DrawHeaders(frame, answer);
  if (!answer.body.empty()) frame.CodeBlock("Body of the answer", answer.body);
}

void DrawNoAnswer(ui::Frame& frame, std::string_view server) {
  frame.Banner(
      ui::Tone::Bad, "The browser got no answer",
      "Either the server cannot be reached from here, or it does not allow requests from this portal: it would "
      "have to name it in Access-Control-Allow-Origin (CORS). The same request can be sent with curl.");
  if (TrimSpace(server).starts_with("http://"))
    frame.TextMuted("A portal that is served by https may not ask servers by http");
}

}  // namespace

ApiInput FirstInput(const OpenApi& api, const ApiOperation& operation) {
  ApiInput input;
  if (!operation.servers.empty()) input.server = operation.servers.front().url;
  for (const ApiParameter& parameter : operation.parameters) {
    if (parameter.required && !parameter.example.empty())
      input.values.emplace(ParameterKey(parameter), parameter.example);
  }
  if (!operation.body || operation.body->contents.empty()) return input;
  const ApiContent& content = operation.body->contents.front();
  input.media_type = content.media_type;
  input.body = ExampleFor(api.document, content);
  return input;
}

TrialAnswer BuildTrialAnswer(const net::ApiAnswer& answer) {
  return {.status = StatusText(answer.status),
          .tone = ToneOfStatus(answer.status),
          .time = TimeText(answer.secs),
          .size = SizeText(answer.body.size()),
          .headers = answer.headers,
          .body = BodyText(answer.body),
          .is_cut = answer.cut};
}

void DrawTrial(ui::Frame& frame, const TrialContext& context, TrialLocal& local, store::CommandQueue& commands) {
  if (!local.started) local.input = FirstInput(context.api, context.operation);
  local.started = true;
  DrawServer(frame, context, local.input);
  {
    const auto grid = frame.Grid(16);
    for (const ApiParameter& parameter : context.operation.parameters)
      DrawParameterField(frame, context, parameter, local.input);
    const auto cell = frame.Cell();
    frame.TextField("Authorization header", context.authorization, {.placeholder = "Bearer"});
  }
  if (context.operation.body) DrawBody(frame, context, local.input);
  DrawSend(frame, context, local, commands);
  if (!local.problem.empty()) frame.Banner(ui::Tone::Warning, "Nothing was sent", local.problem);
  if (context.asked == nullptr) return;
  if (context.asked->IsLoading()) return frame.ProgressIndicator("Waiting for the answer");
  if (context.asked->error() != nullptr) return DrawNoAnswer(frame, local.input.server);
  if (context.asked->value() != nullptr) DrawAnswer(frame, BuildTrialAnswer(*context.asked->value()));
}

}  // namespace callboard::views
