#pragma once
// The definition of an API in whichever language it is.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "shared/definitions/asyncapi.hpp"
#include "shared/definitions/graphql.hpp"
#include "shared/definitions/openapi.hpp"
#include "shared/definitions/proto.hpp"

namespace callboard::definitions {

/// `content` is empty when nothing is known of the type, and when the text could not be read: `error` then says why.
struct Definition {
  std::variant<std::monostate, OpenApi, AsyncApi, GraphQlSchema, ProtoFile> content;
  std::optional<Error> error;
};

/// `type` is the API's spec.type, in any case: openapi, asyncapi, graphql, grpc. Others are left alone.
[[nodiscard]] Definition ParseDefinition(std::string_view type, std::string_view text);

}  // namespace callboard::definitions
