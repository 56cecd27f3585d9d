#include "shared/definitions/openapi.hpp"

#include <array>
#include <format>

#include "shared/base/text.hpp"
#include "shared/definitions/openapi_parts.hpp"

namespace callboard::definitions {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"get",    "post", "put",     "patch",
                                                      "delete", "head", "options", "trace"};

std::string ToUpper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

/// "{host}" becomes the default of the variable "host".
std::string WithDefaults(std::string url, const Json& variables) {
  for (const auto& [name, variable] : variables.items()) {
    const std::string place = "{" + name + "}";
    if (const std::size_t at = url.find(place); at != std::string::npos)
      url.replace(at, place.size(), TextMember(variable, "default"));
  }
  return url;
}

std::vector<ApiServer> ReadServers(const Json& owner) {
  std::vector<ApiServer> servers;
  for (const Json& server : ArrayMember(owner, "servers"))
    servers.push_back({WithDefaults(std::string(StringMember(server, "url")), ObjectMember(server, "variables")),
                       std::string(StringMember(server, "description"))});
  return servers;
}

/// Swagger 2: one host, one base path, several schemes.
std::vector<ApiServer> ReadHost(const Json& root) {
  const std::string_view host = StringMember(root, "host");
  const std::string_view path = StringMember(root, "basePath");
  std::vector<ApiServer> servers;
  if (host.empty()) {
    if (!path.empty()) servers.push_back({std::string(path), ""});
    return servers;
  }
  const auto add = [&](std::string_view scheme) {
    const std::string url = std::format("{}://{}{}", scheme, host, path == "/" ? "" : path);
    servers.push_back({url, ""});
  };
  for (const Json& scheme : ArrayMember(root, "schemes")) add(ScalarText(scheme));
  if (servers.empty()) add("https");
  return servers;
}

std::string SecurityText(const Json& scheme) {
  const std::string_view type = StringMember(scheme, "type");
  if (type == "apiKey")
    return std::format("API key in the {} {}", StringMember(scheme, "in"), StringMember(scheme, "name"));
  if (type == "http") return std::format("HTTP {}", StringMember(scheme, "scheme"));
  if (type == "basic") return "HTTP basic";
  if (type == "oauth2") return "OAuth 2";
  if (type == "openIdConnect") return std::format("OpenID Connect at {}", StringMember(scheme, "openIdConnectUrl"));
  if (type == "mutualTLS") return "Client certificate";
  return std::string(type);
}

/// Each requirement is an alternative; the schemes within one are needed together.
std::vector<std::string> ReadRequirements(const Json& operation, const Json& root) {
  const Json& owner = FindMember(operation, "security") == nullptr ? root : operation;
  std::vector<std::string> texts;
  for (const Json& requirement : ArrayMember(owner, "security")) {
    if (!requirement.is_object()) continue;
    std::string text;
    for (const auto& [name, scopes] : requirement.items()) {
      text += (text.empty() ? "" : " and ") + name;
      if (!scopes.is_array()) continue;
      const char* separator = ": ";
      for (const Json& scope : scopes) {
        text += separator + ScalarText(scope);
        separator = ", ";
      }
    }
    texts.push_back(text.empty() ? "none" : text);
  }
  return texts;
}

ApiOperation ReadOperation(const ApiReader& reader, std::string_view method, const std::string& path_name,
                           const Json& path, const Json& operation) {
  ApiOperation read{.method = ToUpper(method),
                    .path = path_name,
                    .id = std::string(StringMember(operation, "operationId")),
                    .summary = std::string(StringMember(operation, "summary")),
                    .description = std::string(StringMember(operation, "description"))};
  if (read.summary.empty()) read.summary = StringMember(path, "summary");
  for (const Json& tag : ArrayMember(operation, "tags")) read.tags.push_back(ScalarText(tag));
  read.deprecated = FlagMember(operation, "deprecated");
  read.parameters = ReadParameters(reader, path, operation);
  read.body = ReadBody(reader, path, operation);
  read.responses = ReadResponses(reader, operation);
  read.servers = ReadServers(operation);
  if (read.servers.empty()) read.servers = ReadServers(path);
  read.security = ReadRequirements(operation, reader.document.root());
  return read;
}

void ReadOperations(const ApiReader& reader, OpenApi& api) {
  for (const auto& [name, written] : ObjectMember(reader.document.root(), "paths").items()) {
    const Json* const path = reader.document.Resolve(written);
    if (path == nullptr) continue;
    for (const std::string_view method : kMethods) {
      const Json* const operation = FindMember(*path, method);
      if (operation == nullptr || !operation->is_object()) continue;
      ApiOperation read = ReadOperation(reader, method, name, *path, *operation);
      if (read.servers.empty()) read.servers = api.servers;
      api.operations.push_back(std::move(read));
    }
  }
}

void ReadComponents(const ApiReader& reader, OpenApi& api) {
  const Json& root = reader.document.root();
  const Json& components = ObjectMember(root, "components");
  for (const auto& [name, schema] :
       ObjectMember(reader.is_swagger2 ? root : components, reader.is_swagger2 ? "definitions" : "schemas").items())
    api.schemas.push_back({name, &schema});
  for (const auto& [name, written] : ObjectMember(reader.is_swagger2 ? root : components,
                                                  reader.is_swagger2 ? "securityDefinitions" : "securitySchemes")
                                         .items()) {
    if (const Json* const scheme = reader.document.Resolve(written); scheme != nullptr)
      api.security.push_back({name, SecurityText(*scheme), std::string(StringMember(*scheme, "description"))});
  }
}

}  // namespace

Result<OpenApi> ParseOpenApi(std::string_view text) {
  auto root = ParseDocument(text);
  if (!root) return std::unexpected(root.error());
  const std::string swagger = TextMember(*root, "swagger");
  const std::string version = TextMember(*root, "openapi");
  if (swagger.empty() && version.empty())
    return Fail(ErrorCode::InvalidInput,
                "The document has no key \"openapi\" or \"swagger\": expected its version there");
  if ((!swagger.empty() && !swagger.starts_with('2')) || (!version.empty() && !version.starts_with('3')))
    return Fail(ErrorCode::InvalidInput, std::format("The document is of version {}: expected 2.0, 3.0 or 3.1",
                                                     swagger.empty() ? version : swagger));
  OpenApi api{.document = Document(std::move(*root))};
  const ApiReader reader{.document = api.document, .is_swagger2 = !swagger.empty()};
  api.specification = reader.is_swagger2 ? "Swagger " + swagger : "OpenAPI " + version;
  const Json& info = ObjectMember(api.document.root(), "info");
  api.title = StringMember(info, "title");
  api.version = TextMember(info, "version");
  api.description = StringMember(info, "description");
  api.servers = reader.is_swagger2 ? ReadHost(api.document.root()) : ReadServers(api.document.root());
  for (const Json& tag : ArrayMember(api.document.root(), "tags"))
    api.tags.push_back({TextMember(tag, "name"), std::string(StringMember(tag, "description"))});
  ReadOperations(reader, api);
  ReadComponents(reader, api);
  return api;
}

}  // namespace callboard::definitions
