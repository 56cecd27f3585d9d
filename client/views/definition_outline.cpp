#include "client/views/definition_outline.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

std::string WordsOf(std::initializer_list<std::string_view> texts) {
  std::string words;
  for (const std::string_view text : texts) words += ToLowerAscii(text) + ' ';
  return words;
}

ui::Tone ToneOfMethod(std::string_view method) {
  if (method == "GET" || method == "HEAD") return ui::Tone::Accent;
  if (method == "POST") return ui::Tone::Good;
  if (method == "DELETE") return ui::Tone::Bad;
  return method == "PUT" || method == "PATCH" ? ui::Tone::Warning : ui::Tone::Neutral;
}

std::string WithDeprecated(std::string text, bool deprecated) {
  if (!deprecated) return text;
  return text.empty() ? "Deprecated" : "Deprecated: " + text;
}

OutlineItem ItemOf(const ApiOperation& operation, std::size_t index) {
  OutlineItem item{.kind = OutlineKind::ApiOperation,
                   .index = index,
                   .chip = operation.method,
                   .tone = ToneOfMethod(operation.method),
                   .name = operation.path,
                   .detail = WithDeprecated(operation.summary, operation.deprecated)};
  item.words = WordsOf({item.chip, item.name, item.detail, operation.id, operation.description});
  for (const std::string& tag : operation.tags) item.words += ToLowerAscii(tag) + ' ';
  return item;
}

OutlineGroup SchemaGroup(const std::vector<NamedSchema>& schemas, OutlineKind kind) {
  OutlineGroup group{.title = "Schemas"};
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    const Json* const schema = schemas[i].schema;
    OutlineItem item{.kind = kind, .index = i, .name = schemas[i].name};
    item.detail = StringMember(*schema, "title");
    item.words = WordsOf({item.name, item.detail, StringMember(*schema, "description")});
    group.items.push_back(std::move(item));
  }
  return group;
}

/// The group called `title`, made at the end when there is none.
OutlineGroup& GroupCalled(std::vector<OutlineGroup>& groups, std::string_view title) {
  const auto found = std::ranges::find(groups, title, &OutlineGroup::title);
  return found != groups.end() ? *found : groups.emplace_back(OutlineGroup{.title = std::string(title)});
}

/// The tags in the order of the definition, then others in the order of their use; an operation is in each of its tags.
DefinitionOutline OutlineOf(const OpenApi& api) {
  DefinitionOutline outline{.title = api.title, .description = api.description};
  if (!api.version.empty()) outline.chips.push_back("Version " + api.version);
  outline.chips.push_back(api.specification);
  for (const ApiTag& tag : api.tags) GroupCalled(outline.groups, tag.name).description = tag.description;
  for (std::size_t i = 0; i < api.operations.size(); ++i) {
    const OutlineItem item = ItemOf(api.operations[i], i);
    for (const std::string& tag : api.operations[i].tags) GroupCalled(outline.groups, tag).items.push_back(item);
    if (api.operations[i].tags.empty()) GroupCalled(outline.groups, "Operations").items.push_back(item);
  }
  outline.groups.push_back(SchemaGroup(api.schemas, OutlineKind::ApiSchema));
  return outline;
}

ui::Tone ToneOfAction(std::string_view action) {
  if (action == "receive" || action == "publish") return ui::Tone::Accent;
  return action.empty() ? ui::Tone::Neutral : ui::Tone::Good;
}

DefinitionOutline OutlineOf(const AsyncApi& api) {
  DefinitionOutline outline{.title = api.title, .description = api.description};
  if (!api.version.empty()) outline.chips.push_back("Version " + api.version);
  outline.chips.push_back(api.specification);
  OutlineGroup operations{.title = "Operations"};
  OutlineGroup channels{.title = "Channels without operations"};
  for (std::size_t i = 0; i < api.operations.size(); ++i) {
    const AsyncOperation& operation = api.operations[i];
    OutlineItem item{.kind = OutlineKind::AsyncOperation,
                     .index = i,
                     .chip = operation.action,
                     .tone = ToneOfAction(operation.action),
                     .name = operation.channel,
                     .detail = operation.summary};
    item.words = WordsOf({item.chip, item.name, item.detail, operation.id, operation.description});
    for (const AsyncMessage& message : operation.messages) item.words += WordsOf({message.name, message.title});
    (operation.action.empty() ? channels : operations).items.push_back(std::move(item));
  }
  outline.groups = {std::move(operations), std::move(channels), SchemaGroup(api.schemas, OutlineKind::AsyncSchema)};
  return outline;
}

constexpr std::array<std::pair<GraphQlKind, std::string_view>, 6> kTypeGroups = {
    {{GraphQlKind::Object, "Types"},
     {GraphQlKind::Interface, "Interfaces"},
     {GraphQlKind::Union, "Unions"},
     {GraphQlKind::Enum, "Enums"},
     {GraphQlKind::Input, "Inputs"},
     {GraphQlKind::Scalar, "Scalars"}}};

OutlineGroup FieldGroup(const GraphQlSchema& schema, std::string_view title, std::string_view type_name) {
  OutlineGroup group{.title = std::string(title)};
  const GraphQlType* const type = FindType(schema, type_name);
  if (type == nullptr) return group;
  group.description = type->description;
  for (std::size_t i = 0; i < type->fields.size(); ++i) {
    const GraphQlField& field = type->fields[i];
    OutlineItem item{.kind = OutlineKind::GraphQlField,
                     .index = static_cast<std::size_t>(type - schema.types.data()),
                     .inner = i,
                     .name = field.name,
                     .detail = field.type};
    item.words = WordsOf({field.name, field.type, field.description});
    group.items.push_back(std::move(item));
  }
  return group;
}

OutlineGroup TypeGroup(const GraphQlSchema& schema, GraphQlKind kind, std::string_view title) {
  OutlineGroup group{.title = std::string(title)};
  for (std::size_t i = 0; i < schema.types.size(); ++i) {
    const GraphQlType& type = schema.types[i];
    const bool is_root = type.name == schema.query || type.name == schema.mutation || type.name == schema.subscription;
    if (type.kind != kind || is_root) continue;
    OutlineItem item{.kind = OutlineKind::GraphQlType, .index = i, .name = type.name, .detail = type.description};
    item.words = WordsOf({item.name, item.detail});
    for (const GraphQlField& field : type.fields) item.words += WordsOf({field.name, field.description});
    group.items.push_back(std::move(item));
  }
  return group;
}

DefinitionOutline OutlineOf(const GraphQlSchema& schema) {
  DefinitionOutline outline{.title = "GraphQL schema", .description = schema.description};
  outline.groups = {FieldGroup(schema, "Queries", schema.query), FieldGroup(schema, "Mutations", schema.mutation),
                    FieldGroup(schema, "Subscriptions", schema.subscription)};
  for (const auto& [kind, title] : kTypeGroups) outline.groups.push_back(TypeGroup(schema, kind, title));
  OutlineGroup& directives = outline.groups.emplace_back(OutlineGroup{.title = "Directives"});
  for (std::size_t i = 0; i < schema.directives.size(); ++i) {
    const GraphQlDirective& directive = schema.directives[i];
    directives.items.push_back({.kind = OutlineKind::GraphQlDirective,
                                .index = i,
                                .name = "@" + directive.name,
                                .detail = directive.description,
                                .words = WordsOf({directive.name, directive.description})});
  }
  return outline;
}

std::string_view StreamingOf(const ProtoMethod& method) {
  if (method.streams_request && method.streams_response) return "both stream";
  if (method.streams_request) return "client streams";
  return method.streams_response ? "server streams" : "unary";
}

OutlineGroup ServiceGroup(const ProtoService& service, std::size_t index) {
  OutlineGroup group{.title = service.name, .description = service.description};
  for (std::size_t i = 0; i < service.methods.size(); ++i) {
    const ProtoMethod& method = service.methods[i];
    OutlineItem item{.kind = OutlineKind::ProtoMethod,
                     .index = index,
                     .inner = i,
                     .chip = std::string(StreamingOf(method)),
                     .tone = method.streams_request || method.streams_response ? ui::Tone::Accent : ui::Tone::Neutral,
                     .name = method.name,
                     .detail = WithDeprecated(method.description, method.deprecated)};
    item.words = WordsOf({item.chip, item.name, item.detail, method.request, method.response, service.name});
    group.items.push_back(std::move(item));
  }
  return group;
}

DefinitionOutline OutlineOf(const ProtoFile& file) {
  DefinitionOutline outline{.title = file.package.empty() ? "Protocol Buffers" : file.package,
                            .chips = {file.syntax},
                            .description = file.description};
  for (std::size_t i = 0; i < file.services.size(); ++i) outline.groups.push_back(ServiceGroup(file.services[i], i));
  OutlineGroup messages{.title = "Messages"};
  for (std::size_t i = 0; i < file.messages.size(); ++i) {
    const ProtoMessage& message = file.messages[i];
    OutlineItem item{
        .kind = OutlineKind::ProtoMessage, .index = i, .name = message.name, .detail = message.description};
    item.words = WordsOf({item.name, item.detail});
    for (const ProtoField& field : message.fields) item.words += WordsOf({field.name, field.description});
    messages.items.push_back(std::move(item));
  }
  OutlineGroup enums{.title = "Enums"};
  for (std::size_t i = 0; i < file.enums.size(); ++i) {
    OutlineItem item{
        .kind = OutlineKind::ProtoEnum, .index = i, .name = file.enums[i].name, .detail = file.enums[i].description};
    item.words = WordsOf({item.name, item.detail});
    for (const ProtoValue& value : file.enums[i].values) item.words += WordsOf({value.name});
    enums.items.push_back(std::move(item));
  }
  outline.groups.push_back(std::move(messages));
  outline.groups.push_back(std::move(enums));
  return outline;
}

DefinitionOutline OutlineOf(const std::monostate&) {
  return {};
}

}  // namespace

DefinitionOutline BuildDefinitionOutline(const Definition& definition) {
  DefinitionOutline outline = std::visit([](const auto& content) { return OutlineOf(content); }, definition.content);
  std::erase_if(outline.groups, [](const OutlineGroup& group) { return group.items.empty(); });
  return outline;
}

std::vector<OutlineGroup> FilterOutline(const std::vector<OutlineGroup>& groups, std::string_view filter) {
  const std::string lower = ToLowerAscii(TrimSpace(filter));
  const std::vector<std::string_view> words = Split(lower, ' ');
  std::vector<OutlineGroup> filtered;
  for (const OutlineGroup& group : groups) {
    OutlineGroup kept{.title = group.title, .description = group.description};
    for (const OutlineItem& item : group.items) {
      if (std::ranges::all_of(words, [&](std::string_view word) { return item.words.contains(word); }))
        kept.items.push_back(item);
    }
    if (!kept.items.empty()) filtered.push_back(std::move(kept));
  }
  return filtered;
}

std::size_t CountItems(const std::vector<OutlineGroup>& groups) {
  std::size_t count = 0;
  for (const OutlineGroup& group : groups) count += group.items.size();
  return count;
}

}  // namespace callboard::views
