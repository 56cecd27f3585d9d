#include "shared/definitions/definition.hpp"

#include "shared/base/text.hpp"

namespace callboard::definitions {
namespace {

template <typename T>
Definition From(Result<T> parsed) {
  if (!parsed) return {.error = std::move(parsed.error())};
  return {.content = std::move(*parsed)};
}

}  // namespace

Definition ParseDefinition(std::string_view type, std::string_view text) {
  if (EqualsIgnoringCase(type, "openapi")) return From(ParseOpenApi(text));
  if (EqualsIgnoringCase(type, "asyncapi")) return From(ParseAsyncApi(text));
  if (EqualsIgnoringCase(type, "graphql")) return From(ParseGraphQl(text));
  if (EqualsIgnoringCase(type, "grpc")) return From(ParseProto(text));
  return {};
}

}  // namespace callboard::definitions
