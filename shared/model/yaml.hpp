#pragma once
// Descriptor files: YAML 1.2 with any number of documents. One bad document does not lose the others.

#include <cstddef>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::model {

/// One document of a file that is not empty. `number` and `line` count from 1; `line` is where the document starts.
/// An error of `content` is InvalidInput and names the line and column within the file.
struct YamlDocument {
  std::size_t number = 0;
  std::size_t line = 0;
  Result<Json> content;
};

/// Reads every document with the types of YAML's core schema. A document with more than a million nodes (aliases
/// expanded), nested deeper than 100 levels, or with a key twice in a mapping is refused; so is a file of more than
/// 100,000 documents, as its first one.
[[nodiscard]] std::vector<YamlDocument> ParseYamlDocuments(std::string_view text);

/// The line on which the value at `pointer` (a JSON pointer, "/spec/owner") stands in document `number`; of a value
/// that is missing, the line of its nearest container. 0 when there is no such document.
[[nodiscard]] std::size_t LineOfPath(std::string_view text, std::size_t number, std::string_view pointer);

}  // namespace callboard::model
