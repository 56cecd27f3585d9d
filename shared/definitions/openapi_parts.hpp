#pragma once
// The parts of OpenAPI documents, read for openapi.cpp.

#include "shared/definitions/openapi.hpp"

namespace callboard::definitions {

/// What every part needs to know of the document.
struct ApiReader {
  const Document& document;
  bool is_swagger2 = false;

  /// Swagger 2: of the operation, else of the document, else JSON. `key` is "consumes" or "produces".
  [[nodiscard]] std::vector<std::string> MediaTypes(const Json& operation, std::string_view key) const;
};

/// Path parameters first, then those of the operation, which replace equal ones; without Swagger 2's bodies.
[[nodiscard]] std::vector<ApiParameter> ReadParameters(const ApiReader& reader, const Json& path,
                                                       const Json& operation);
[[nodiscard]] std::optional<ApiBody> ReadBody(const ApiReader& reader, const Json& path, const Json& operation);
[[nodiscard]] std::vector<ApiResponse> ReadResponses(const ApiReader& reader, const Json& operation);
/// The example that `content`, a Media Type object or one that looks like it, gives; or "".
[[nodiscard]] std::string ExampleIn(const Document& document, const Json& content);

}  // namespace callboard::definitions
