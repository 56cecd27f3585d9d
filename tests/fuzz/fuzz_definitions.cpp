// Any bytes are read as a definition of any type without a crash, and everything of what was read can be looked at.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/definitions/definition.hpp"
#include "shared/definitions/schema.hpp"

namespace {

using namespace callboard;
using namespace callboard::definitions;

void LookAt(const Document& document, const Json& schema, int depth) {
  static_cast<void>(SummaryOf(document, schema));
  static_cast<void>(ExampleText(ExampleOf(document, schema)));
  if (depth == 0) return;
  std::size_t seen = 0;
  for (const SchemaChild& child : ChildrenOf(document, schema)) {
    if (++seen <= 4) LookAt(document, *child.schema, depth - 1);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string_view type : {"openapi", "asyncapi", "graphql", "grpc"}) {
    const Definition read = ParseDefinition(type, text);
    if (const auto* const api = std::get_if<OpenApi>(&read.content); api != nullptr) {
      for (const NamedSchema& schema : api->schemas) LookAt(api->document, *schema.schema, 3);
      for (const ApiOperation& operation : api->operations) {
        if (!operation.body) continue;
        for (const ApiContent& content : operation.body->contents)
          static_cast<void>(ExampleFor(api->document, content));
      }
    }
    if (const auto* const api = std::get_if<AsyncApi>(&read.content); api != nullptr) {
      for (const NamedSchema& schema : api->schemas) LookAt(api->document, *schema.schema, 3);
    }
  }
  return 0;
}
