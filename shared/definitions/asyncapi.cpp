#include "shared/definitions/asyncapi.hpp"

#include <algorithm>
#include <format>

#include "shared/definitions/schema.hpp"

namespace callboard::definitions {
namespace {

/// A schema in a format of its own is wrapped together with the format's name.
const Json* Unwrapped(const Document& document, const Json& owner, std::string_view key) {
  const Json* const schema = FindMember(owner, key);
  const Json* const resolved = schema == nullptr ? nullptr : document.Resolve(*schema);
  if (resolved == nullptr || FindMember(*resolved, "schemaFormat") == nullptr) return schema;
  return FindMember(*resolved, "schema");
}

std::string ExampleIn(const Json& message) {
  for (const Json& example : ArrayMember(message, "examples")) {
    if (const Json* const payload = FindMember(example, "payload"); payload != nullptr) return ExampleText(*payload);
  }
  return "";
}

AsyncMessage ReadMessage(const Document& document, const Json& message, std::string name) {
  AsyncMessage read{.name = TextMember(message, "name"),
                    .title = std::string(StringMember(message, "title")),
                    .summary = std::string(StringMember(message, "summary")),
                    .description = std::string(StringMember(message, "description")),
                    .content_type = std::string(StringMember(message, "contentType")),
                    .headers = Unwrapped(document, message, "headers"),
                    .payload = Unwrapped(document, message, "payload"),
                    .example = ExampleIn(message)};
  if (read.name.empty()) read.name = std::move(name);
  if (read.content_type.empty()) read.content_type = StringMember(document.root(), "defaultContentType");
  return read;
}

void AddMessage(const Document& document, const Json& written, std::string name, std::vector<AsyncMessage>& messages) {
  const Json* const message = document.Resolve(written);
  if (message == nullptr) return;
  if (name.empty()) name = RefName(written);
  const Json& options = ArrayMember(*message, "oneOf");
  for (const Json& option : options) {
    const Json* const each = document.Resolve(option);
    if (each != nullptr) messages.push_back(ReadMessage(document, *each, RefName(option)));
  }
  if (options.empty()) messages.push_back(ReadMessage(document, *message, std::move(name)));
}

std::vector<AsyncParameter> ReadParameters(const Document& document, const Json& channel) {
  std::vector<AsyncParameter> parameters;
  for (const auto& [name, written] : ObjectMember(channel, "parameters").items()) {
    const Json* const parameter = document.Resolve(written);
    parameters.push_back({name, parameter == nullptr ? "" : std::string(StringMember(*parameter, "description"))});
  }
  return parameters;
}

/// What operation and channel have in common in both versions.
AsyncOperation ReadOperation(const Document& document, std::string_view action, const Json& operation,
                             const Json& channel, std::string address) {
  AsyncOperation read{.action = std::string(action),
                      .id = std::string(StringMember(operation, "operationId")),
                      .channel = std::move(address),
                      .summary = std::string(StringMember(operation, "summary")),
                      .description = std::string(StringMember(operation, "description")),
                      .parameters = ReadParameters(document, channel)};
  if (read.summary.empty()) read.summary = StringMember(operation, "title");
  if (read.summary.empty()) read.summary = StringMember(channel, "title");
  if (read.summary.empty()) read.summary = StringMember(channel, "summary");
  if (read.description.empty()) read.description = StringMember(channel, "description");
  return read;
}

void ReadChannels2(AsyncApi& api) {
  const Document& document = api.document;
  for (const auto& [address, written] : ObjectMember(document.root(), "channels").items()) {
    const Json* const channel = document.Resolve(written);
    if (channel == nullptr) continue;
    bool has_operation = false;
    for (const std::string_view action : {"publish", "subscribe"}) {
      const Json* const operation = FindMember(*channel, action);
      if (operation == nullptr || !operation->is_object()) continue;
      has_operation = true;
      AsyncOperation read = ReadOperation(document, action, *operation, *channel, address);
      if (const Json* const message = FindMember(*operation, "message"); message != nullptr)
        AddMessage(document, *message, "", read.messages);
      api.operations.push_back(std::move(read));
    }
    if (!has_operation) api.operations.push_back(ReadOperation(document, "", *channel, *channel, address));
  }
}

void AddMessagesOfChannel(const Document& document, const Json& channel, std::vector<AsyncMessage>& messages) {
  for (const auto& [name, message] : ObjectMember(channel, "messages").items())
    AddMessage(document, message, name, messages);
}

std::string AddressOf(const Json& channel, const std::string& name) {
  const std::string address = TextMember(channel, "address");
  return address.empty() ? name : address;
}

void ReadOperations3(AsyncApi& api) {
  const Document& document = api.document;
  std::vector<const Json*> used;
  for (const auto& [id, written] : ObjectMember(document.root(), "operations").items()) {
    const Json* const operation = document.Resolve(written);
    const Json* const reference = operation == nullptr ? nullptr : FindMember(*operation, "channel");
    if (reference == nullptr) continue;
    const Json* const resolved = document.Resolve(*reference);
    const Json nothing;
    const Json& channel = resolved == nullptr ? nothing : *resolved;
    AsyncOperation read = ReadOperation(document, StringMember(*operation, "action"), *operation, channel,
                                        AddressOf(channel, RefName(*reference)));
    read.id = id;
    for (const Json& message : ArrayMember(*operation, "messages")) AddMessage(document, message, "", read.messages);
    if (read.messages.empty()) AddMessagesOfChannel(document, channel, read.messages);
    used.push_back(resolved);
    api.operations.push_back(std::move(read));
  }
  for (const auto& [name, written] : ObjectMember(document.root(), "channels").items()) {
    const Json* const channel = document.Resolve(written);
    if (channel == nullptr || std::ranges::contains(used, channel)) continue;
    AsyncOperation read = ReadOperation(document, "", *channel, *channel, AddressOf(*channel, name));
    AddMessagesOfChannel(document, *channel, read.messages);
    api.operations.push_back(std::move(read));
  }
}

void ReadServers(AsyncApi& api) {
  for (const auto& [name, written] : ObjectMember(api.document.root(), "servers").items()) {
    const Json* const server = api.document.Resolve(written);
    if (server == nullptr) continue;
    std::string address(StringMember(*server, "url"));
    if (address.empty()) address = TextMember(*server, "host") + TextMember(*server, "pathname");
    api.servers.push_back(
        {name, std::move(address), TextMember(*server, "protocol"), std::string(StringMember(*server, "description"))});
  }
}

}  // namespace

Result<AsyncApi> ParseAsyncApi(std::string_view text) {
  auto root = ParseDocument(text);
  if (!root) return std::unexpected(root.error());
  const std::string version = TextMember(*root, "asyncapi");
  if (version.empty())
    return Fail(ErrorCode::InvalidInput, "The document has no key \"asyncapi\": expected its version there");
  if (!version.starts_with('2') && !version.starts_with('3'))
    return Fail(ErrorCode::InvalidInput, std::format("The document is of version {}: expected 2 or 3", version));
  AsyncApi api{.document = Document(std::move(*root)), .specification = "AsyncAPI " + version};
  const Json& info = ObjectMember(api.document.root(), "info");
  api.title = StringMember(info, "title");
  api.version = TextMember(info, "version");
  api.description = StringMember(info, "description");
  ReadServers(api);
  if (version.starts_with('2')) {
    ReadChannels2(api);
  } else {
    ReadOperations3(api);
  }
  for (const auto& [name, schema] : ObjectMember(ObjectMember(api.document.root(), "components"), "schemas").items())
    api.schemas.push_back({name, &schema});
  return api;
}

}  // namespace callboard::definitions
