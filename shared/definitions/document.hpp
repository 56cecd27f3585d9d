#pragma once
// Definitions that are JSON or YAML documents (OpenAPI, AsyncAPI), with references inside themselves.

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::definitions {

/// The one document of a definition's text, JSON or YAML. InvalidInput names line and column.
[[nodiscard]] Result<Json> ParseDocument(std::string_view text);

/// A document whose `$ref`s (RFC 6901 pointers after "#") lead to other places in itself.
class Document {
 public:
  explicit Document(Json root) : root_(std::make_shared<const Json>(std::move(root))) {}

  [[nodiscard]] const Json& root() const { return *root_; }
  /// The value at "#/components/schemas/Pet"; null when there is none, or when the reference leads out of the document.
  [[nodiscard]] const Json* At(std::string_view reference) const;
  /// What the chain of `$ref`s that begins at `node` ends at: `node` itself when it has none. Null when a reference
  /// leads nowhere, out of the document, or in a circle.
  [[nodiscard]] const Json* Resolve(const Json& node) const;

 private:
  std::shared_ptr<const Json> root_;  // shared, so that what points into it stays where it is
};

/// "Pet" for a node {"$ref": "#/components/schemas/Pet"}, or "".
[[nodiscard]] std::string RefName(const Json& node);

/// The text of a scalar as people write it: strings without quotes, all else as JSON.
[[nodiscard]] std::string ScalarText(const Json& value);
/// The string or number at `key` as text, or "".
[[nodiscard]] std::string TextMember(const Json& node, std::string_view key);
/// True when the member is `true`.
[[nodiscard]] bool FlagMember(const Json& node, std::string_view key);
/// The object at `key`, or an empty one.
[[nodiscard]] const Json& ObjectMember(const Json& node, std::string_view key);
/// The array at `key`, or an empty one.
[[nodiscard]] const Json& ArrayMember(const Json& node, std::string_view key);

}  // namespace callboard::definitions
