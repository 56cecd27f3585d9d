#include "client/views/definition_openapi.hpp"

#include <format>

#include "client/views/definition_parts.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

constexpr int kHeadingLevel = 4;

MemberText MemberOfParameter(const Document& document, const ApiParameter& parameter) {
  const Json nothing = Json::object();
  MemberText member =
      MemberOf(document, parameter.name, parameter.schema == nullptr ? nothing : *parameter.schema, parameter.required);
  if (!parameter.description.empty()) member.description = parameter.description;
  if (parameter.deprecated) member.notes.emplace_back("deprecated");
  if (!parameter.in.empty()) member.type = std::format("{} · {}", parameter.in, member.type);
  return member;
}

void DrawParameters(ui::Frame& frame, const Document& document, std::string_view label,
                    const std::vector<ApiParameter>& parameters) {
  const auto list = frame.List(label);
  for (const ApiParameter& parameter : parameters) {
    const auto id = frame.Id(parameter.in + "/" + parameter.name);
    const auto item = frame.ListItem();
    DrawMember(frame, MemberOfParameter(document, parameter));
  }
}

/// The schema, and an example beside it where there is room.
void DrawContent(ui::Frame& frame, const Document& document, const ApiContent& content) {
  const std::string example = ExampleFor(document, content);
  const auto grid = frame.Grid(HalfOrAll(frame), 1.5F);
  if (content.schema != nullptr) {
    const auto cell = frame.Cell();
    frame.Text(content.media_type, ui::TextStyle::SmallStrong);
    DrawSchemaTree(frame, document, *content.schema);
  }
  if (example.empty()) return;
  const auto cell = frame.Cell();
  frame.CodeBlock(content.schema == nullptr ? content.media_type : "Example", example);
}

void DrawContents(ui::Frame& frame, const Document& document, const std::vector<ApiContent>& contents) {
  for (const ApiContent& content : contents) {
    const auto id = frame.Id(content.media_type);
    DrawContent(frame, document, content);
  }
}

ui::Tone ToneOfStatus(std::string_view status) {
  if (status.starts_with('2')) return ui::Tone::Good;
  if (status.starts_with('4') || status.starts_with('5')) return ui::Tone::Bad;
  return status.starts_with('3') ? ui::Tone::Warning : ui::Tone::Neutral;
}

void DrawResponse(ui::Frame& frame, const Document& document, const ApiResponse& response) {
  const std::string label =
      response.description.empty() ? "No description" : ParagraphsOf(response.description).front();
  const ui::DisclosureOptions options{
      .chip = response.status, .chip_tone = ToneOfStatus(response.status), .chip_em = 4.2F};
  if (response.headers.empty() && response.contents.empty()) {
    const auto row = frame.Row();
    frame.Space(1.2F);
    frame.Chip(response.status, options.chip_tone);
    return frame.Text(label);
  }
  const auto open = frame.Disclosure(label, false, options);
  if (!open) return;
  if (!response.headers.empty()) {
    frame.Text("Headers", ui::TextStyle::SmallStrong);
    DrawParameters(frame, document, "Headers", response.headers);
  }
  DrawContents(frame, document, response.contents);
}

void DrawIdentity(ui::Frame& frame, const ApiOperation& operation) {
  std::vector<ui::KeyValue> items;
  if (!operation.id.empty()) items.push_back({"Operation id", [&] { frame.Text(operation.id, ui::TextStyle::Mono); }});
  std::string security;
  for (const std::string& each : operation.security) security += (security.empty() ? "" : ", or ") + each;
  if (!security.empty()) items.push_back({"Authentication", [&frame, security] { frame.Text(security); }});
  if (!items.empty()) frame.KeyValueList(items);
}

}  // namespace

void DrawOpenApiFacts(ui::Frame& frame, const OpenApi& api) {
  std::vector<ui::KeyValue> items;
  if (!api.servers.empty()) {
    items.push_back({"Servers", [&] {
                       for (const ApiServer& server : api.servers)
                         frame.Text(server.description.empty()
                                        ? server.url
                                        : std::format("{} ({})", server.url, server.description));
                     }});
  }
  if (!api.security.empty()) {
    items.push_back({"Authentication", [&] {
                       for (const ApiSecurity& each : api.security) {
                         frame.Text(each.text == each.name ? each.name : std::format("{}: {}", each.name, each.text));
                         if (!each.description.empty()) frame.Text(each.description, ui::TextStyle::Small);
                       }
                     }});
  }
  if (!items.empty()) frame.KeyValueList(items);
}

void DrawApiOperation(ui::Frame& frame, const TrialContext& context, TrialLocal& local, store::CommandQueue& commands) {
  const ApiOperation& operation = context.operation;
  const Document& document = context.api.document;
  DrawDescription(frame, operation.description);
  DrawIdentity(frame, operation);
  if (!operation.parameters.empty()) {
    frame.Heading(kHeadingLevel, "Parameters");
    DrawParameters(frame, document, "Parameters", operation.parameters);
  }
  if (operation.body) {
    frame.Heading(kHeadingLevel, operation.body->required ? "Request body (required)" : "Request body");
    DrawDescription(frame, operation.body->description);
    const auto id = frame.Id("body");
    DrawContents(frame, document, operation.body->contents);
  }
  if (!operation.responses.empty()) frame.Heading(kHeadingLevel, "Responses");
  for (const ApiResponse& response : operation.responses) {
    const auto id = frame.Id(response.status);
    DrawResponse(frame, document, response);
  }
  if (const auto open = frame.Disclosure("Try it", false, {.framed = true}); open)
    DrawTrial(frame, context, local, commands);
}

}  // namespace callboard::views
