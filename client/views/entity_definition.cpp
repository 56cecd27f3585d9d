#include "client/views/entity_definition.hpp"

#include <format>

#include "client/views/definition_languages.hpp"
#include "client/views/definition_openapi.hpp"
#include "client/views/definition_parts.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

/// Opened items are drawn by the language of the definition.
struct ItemPainter {
  ui::Frame& frame;
  const EntityDefinition& data;
  DefinitionLocal& local;
  store::CommandQueue& commands;
  const OutlineItem& item;

  void operator()(const std::monostate&) const {}

  void operator()(const OpenApi& api) const {
    if (item.kind == OutlineKind::ApiSchema)
      return DrawSchemaTree(frame, api.document, *api.schemas[item.index].schema);
    const ApiOperation& operation = api.operations[item.index];
    const std::string name = std::format("{} {}", operation.method, operation.path);
    const std::string key = std::format("{} {}", data.ref, name);
    const auto asked = data.trials->find(key);
    const TrialContext context{.api = api,
                               .operation = operation,
                               .key = key,
                               .asked = asked == data.trials->end() ? nullptr : &asked->second,
                               .authorization = local.authorization};
    DrawApiOperation(frame, context, local.trials[name], commands);
  }

  void operator()(const AsyncApi& api) const {
    if (item.kind == OutlineKind::AsyncSchema)
      return DrawSchemaTree(frame, api.document, *api.schemas[item.index].schema);
    DrawAsyncOperation(frame, api, api.operations[item.index]);
  }

  void operator()(const GraphQlSchema& schema) const {
    if (item.kind == OutlineKind::GraphQlDirective)
      return DrawGraphQlDirective(frame, schema, schema.directives[item.index]);
    const GraphQlType& type = schema.types[item.index];
    if (item.kind == OutlineKind::GraphQlType) return DrawGraphQlType(frame, schema, type);
    DrawGraphQlField(frame, schema, type.fields[item.inner]);
  }

  void operator()(const ProtoFile& file) const {
    if (item.kind == OutlineKind::ProtoMessage) return DrawProtoMessage(frame, file, file.messages[item.index]);
    if (item.kind == OutlineKind::ProtoEnum) return DrawProtoEnum(frame, file.enums[item.index]);
    DrawProtoMethod(frame, file, file.services[item.index].methods[item.inner]);
  }
};

void DrawGroup(ui::Frame& frame, const EntityDefinition& data, DefinitionLocal& local, const OutlineGroup& group,
               store::CommandQueue& commands) {
  const auto section = frame.Section(group.title, 3);
  DrawDescription(frame, group.description);
  const auto list = frame.List(group.title);
  for (const OutlineItem& item : group.items) {
    const auto id = frame.Id(std::format("{} {}", item.chip, item.name));
    const auto entry = frame.ListItem();
    const std::vector<std::string> detail = ParagraphsOf(item.detail);
    const ui::DisclosureOptions options{.chip = item.chip,
                                        .chip_tone = item.tone,
                                        .chip_em = 5,
                                        .detail = detail.empty() ? std::string_view() : detail.front(),
                                        .mono = true,
                                        .framed = true};
    if (const auto open = frame.Disclosure(item.name, false, options); open)
      std::visit(ItemPainter{frame, data, local, commands, item}, data.definition->content);
  }
}

void DrawTitle(ui::Frame& frame, const EntityDefinition& data) {
  {
    const auto row = frame.Row();
    frame.Heading(2, data.outline.title.empty() ? "Definition" : data.outline.title);
    frame.Chips(data.outline.chips);
  }
  DrawDescription(frame, data.outline.description);
  if (const auto* const api = std::get_if<OpenApi>(&data.definition->content); api != nullptr)
    DrawOpenApiFacts(frame, *api);
  if (const auto* const api = std::get_if<AsyncApi>(&data.definition->content); api != nullptr)
    DrawAsyncApiFacts(frame, *api);
}

void DrawRendered(ui::Frame& frame, const EntityDefinition& data, DefinitionLocal& local,
                  store::CommandQueue& commands) {
  DrawTitle(frame, data);
  if (data.outline.groups.empty())
    return frame.EmptyState(ui::Icon::Code, "Nothing is defined", "The definition has no operations and no types");
  const bool typed = frame
                         .TextField("Filter the definition", local.filter,
                                    {.placeholder = "Filter", .search = true, .hide_label = true})
                         .changed;
  const std::vector<OutlineGroup> groups = FilterOutline(data.outline.groups, local.filter);
  if (typed) frame.Announce(std::format("{} of {} shown", CountItems(groups), CountItems(data.outline.groups)));
  if (groups.empty())
    frame.EmptyState(ui::Icon::Search, "Nothing fits", "No operation and no type has all of these words");
  for (const OutlineGroup& group : groups) DrawGroup(frame, data, local, group, commands);
}

/// Two buttons, of which one is pressed.
void DrawSwitch(ui::Frame& frame, DefinitionLocal& local) {
  const auto row = frame.Row({.gap_em = 0.3F});
  if (frame.Button("Rendered", {.icon = ui::Icon::Eye, .pressed = !local.raw})) local.raw = false;
  if (frame.Button("Raw", {.icon = ui::Icon::Code, .pressed = local.raw})) local.raw = true;
}

}  // namespace

EntityDefinition BuildEntityDefinition(const store::AppState& state, const EntityFacts& facts) {
  EntityDefinition data{.ref = facts.ref, .trials = &state.trials};
  const std::string_view type = model::SpecString(facts.entity, "type");
  data.label = type.empty() ? "Definition" : std::format("Definition ({})", type);
  data.text = TextAt(facts.entity.document, {"spec", "definition"});
  const store::Remote<store::EntityDetails>* const details = store::DetailsOf(state, facts.ref);
  if (facts.is_whole) {
    if (details != nullptr && details->value() != nullptr) data.definition = details->value()->definition;
    if (data.definition == nullptr) return data;
    data.outline = BuildDefinitionOutline(*data.definition);
    if (data.definition->error) data.problem = data.definition->error->message;
    return data;
  }
  if (details != nullptr && details->error() != nullptr) {
    data.error = details->error()->message;
  } else {
    data.is_loading = true;
  }
  return data;
}

void DrawEntityDefinition(ui::Frame& frame, const EntityDefinition& data, DefinitionLocal& local,
                          store::CommandQueue& commands) {
  if (data.is_loading) return frame.Skeleton("Loading the definition", 12);
  if (data.error) {
    if (frame.ErrorPanel("The definition could not be loaded", *data.error))
      commands.Push(store::Retry{{store::Need::What::Entity, data.ref}});
    return;
  }
  if (data.text.empty()) return frame.EmptyState(ui::Icon::Code, "No definition", "The API's spec.definition is empty");
  if (local.ref != data.ref) local = {.ref = data.ref};
  const bool can_draw = data.definition != nullptr && !std::holds_alternative<std::monostate>(data.definition->content);
  if (!data.problem.empty()) frame.Banner(ui::Tone::Warning, "The definition could not be read", data.problem);
  if (can_draw) DrawSwitch(frame, local);
  if (!can_draw || local.raw) return DrawRawText(frame, data.label, data.text, local.search);
  DrawRendered(frame, data, local, commands);
}

}  // namespace callboard::views
