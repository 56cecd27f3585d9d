#pragma once
// API definitions that are spread over files, made one document.

#include <cstddef>
#include <functional>
#include <string>

#include "shared/base/error.hpp"

namespace callboard::catalog {

/// The bytes of a file, and the name by which what it refers to is resolved.
struct BundledFile {
  std::string name;
  std::string text;
};

/// Gives the file at `reference` as seen from the file `from`.
using BundleReader = std::function<Result<BundledFile>(const std::string& from, const std::string& reference)>;

inline constexpr std::size_t kMaxBundledFiles = 500;

/// `file` as YAML, with every `$ref` to another file replaced: by the value where it is met first (siblings of the
/// `$ref` are kept), by a `$ref` to that place everywhere else, so that circles stay references. References within
/// `file` stay, and so do those that AsyncAPI 3 wants to be references. InvalidInput for what is no YAML or leads
/// nowhere; TooLarge beyond kMaxBundledFiles; errors of `read`. Source: npm @apidevtools/json-schema-ref-parser 15.5
/// (bundle), without scopes by $id.
[[nodiscard]] Result<std::string> BundleReferences(const BundledFile& file, const BundleReader& read);

}  // namespace callboard::catalog
