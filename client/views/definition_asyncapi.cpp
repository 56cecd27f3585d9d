#include <format>

#include "client/views/definition_languages.hpp"
#include "client/views/definition_parts.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

void DrawPart(ui::Frame& frame, const Document& document, std::string_view title, const Json* schema) {
  if (schema == nullptr) return;
  const auto id = frame.Id(title);
  frame.Text(title, ui::TextStyle::SmallStrong);
  DrawSchemaTree(frame, document, *schema);
}

void DrawMessage(ui::Frame& frame, const Document& document, const AsyncMessage& message) {
  if (!message.summary.empty()) DrawDescription(frame, message.summary);
  DrawDescription(frame, message.description);
  if (!message.content_type.empty()) frame.Text(message.content_type, ui::TextStyle::Small);
  const auto grid = frame.Grid(HalfOrAll(frame), 1.5F);
  {
    const auto cell = frame.Cell();
    DrawPart(frame, document, "Headers", message.headers);
    DrawPart(frame, document, "Payload", message.payload);
  }
  const std::string example = message.example.empty() && message.payload != nullptr
                                  ? ExampleText(ExampleOf(document, *message.payload))
                                  : message.example;
  if (example.empty()) return;
  const auto cell = frame.Cell();
  frame.CodeBlock("Example", example);
}

}  // namespace

void DrawAsyncApiFacts(ui::Frame& frame, const AsyncApi& api) {
  std::vector<ui::KeyValue> items;
  for (const AsyncServer& server : api.servers) {
    items.push_back({server.name, [&frame, &server] {
                       frame.Text(std::format("{} ({})", server.address, server.protocol));
                       if (!server.description.empty()) frame.Text(server.description, ui::TextStyle::Small);
                     }});
  }
  if (!items.empty()) frame.KeyValueList(items);
}

void DrawAsyncOperation(ui::Frame& frame, const AsyncApi& api, const AsyncOperation& operation) {
  DrawDescription(frame, operation.description);
  if (!operation.id.empty()) {
    const ui::KeyValue item{"Operation id", [&] { frame.Text(operation.id, ui::TextStyle::Mono); }};
    frame.KeyValueList({&item, 1});
  }
  if (!operation.parameters.empty()) {
    frame.Heading(4, "Parameters of the address");
    const auto list = frame.List("Parameters of the address");
    for (const AsyncParameter& parameter : operation.parameters) {
      const auto item = frame.ListItem();
      DrawMember(frame, {.name = parameter.name, .description = parameter.description});
    }
  }
  frame.Heading(4, operation.messages.size() == 1 ? "Message" : "Messages");
  if (operation.messages.empty()) frame.TextMuted("The definition names none");
  for (std::size_t i = 0; i < operation.messages.size(); ++i) {
    const AsyncMessage& message = operation.messages[i];
    const auto id = frame.Id(std::format("{} {}", i, message.name));
    const std::string label = message.name.empty() ? std::format("Message {}", i + 1) : message.name;
    if (const auto open = frame.Disclosure(label, operation.messages.size() == 1, {.detail = message.title}); open)
      DrawMessage(frame, api.document, message);
  }
}

}  // namespace callboard::views
