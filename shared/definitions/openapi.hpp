#pragma once
// OpenAPI 2.0 (Swagger), 3.0 and 3.1, all as 3.x has it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/definitions/document.hpp"

namespace callboard::definitions {

/// One representation of a body. `schema` points into the document and may be null.
struct ApiContent {
  std::string media_type;
  const Json* schema = nullptr;
  std::string example;  // as the definition gives it, or ""
};

struct ApiParameter {
  std::string name;
  std::string in;  // "path", "query", "header", "cookie"
  std::string description;
  bool required = false;
  bool deprecated = false;
  const Json* schema = nullptr;
  std::string example;  // only as the definition gives it
};

struct ApiBody {
  std::string description;
  bool required = false;
  std::vector<ApiContent> contents;
};

struct ApiResponse {
  std::string status;  // "200", "4XX", "default"
  std::string description;
  std::vector<ApiParameter> headers;
  std::vector<ApiContent> contents;
};

/// `url` has its variables' defaults in place; it may be a path, or "" when the definition names none.
struct ApiServer {
  std::string url;
  std::string description;
};

struct ApiOperation {
  std::string method;  // in capitals
  std::string path;
  std::string id;
  std::string summary;
  std::string description;
  std::vector<std::string> tags;
  bool deprecated = false;
  std::vector<ApiParameter> parameters;
  std::optional<ApiBody> body;
  std::vector<ApiResponse> responses;
  std::vector<ApiServer> servers;     // its own, else those of the definition
  std::vector<std::string> security;  // "oauth: tickets.read"; alternatives
};

struct ApiTag {
  std::string name;
  std::string description;
};

struct NamedSchema {
  std::string name;
  const Json* schema = nullptr;
};

struct ApiSecurity {
  std::string name;
  std::string text;  // "API key in the header X-Key"
  std::string description;
};

struct OpenApi {
  Document document;
  std::string specification;  // "OpenAPI 3.0.3", "Swagger 2.0"
  std::string title;
  std::string version;
  std::string description;
  std::vector<ApiServer> servers;
  std::vector<ApiTag> tags;
  std::vector<ApiOperation> operations;
  std::vector<NamedSchema> schemas;
  std::vector<ApiSecurity> security;
};

/// InvalidInput says where the text stops being a document, or that it is no OpenAPI. What is odd inside is left out.
[[nodiscard]] Result<OpenApi> ParseOpenApi(std::string_view text);

/// The example of `content`, else one made from its schema.
[[nodiscard]] std::string ExampleFor(const Document& document, const ApiContent& content);

}  // namespace callboard::definitions
