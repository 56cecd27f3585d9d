#pragma once
// An entity's document as the catalog shows it.

#include <string>
#include <string_view>

#include "shared/base/json.hpp"

namespace callboard::catalog {

/// What only the catalog may say of an entity.
struct CatalogFacts {
  std::string_view uid;
  const Json& problems;  // items of status; none: no status
  bool orphan = false;
};

/// JSON text with uid, etag, status and the orphan annotation of `facts`, whatever `document` says of them, and without
/// relations.
[[nodiscard]] std::string ShownDocument(Json document, const CatalogFacts& facts);

/// The same document as that of an orphan. "" when `shown` is no document.
[[nodiscard]] std::string OrphanedDocument(std::string_view shown);

/// Tells one result of processing from another: SHA-1, hexadecimal.
[[nodiscard]] std::string ResultHash(std::string_view document, std::string_view relations);

}  // namespace callboard::catalog
