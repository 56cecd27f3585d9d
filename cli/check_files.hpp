#pragma once
// Whether the catalog would take descriptor files: what `catalog validate` does, and what the others do first.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/finding.hpp"
#include "functions/catalog/source_reader.hpp"
#include "shared/model/entity.hpp"

namespace callboard::cli {

/// An entity with its placeholders filled in, and where it stands.
struct CheckedEntity {
  model::Entity entity;
  std::string ref;
  std::string file;
  std::size_t document = 0;
  std::size_t line = 0;
};

struct CheckedFiles {
  std::size_t files = 0;
  std::vector<CheckedEntity> entities;  // the sound ones
  std::vector<Finding> findings;
  std::map<std::string, std::string> texts;  // by the name of the file as findings have it
};

/// The line and column of a JSON pointer in a file; what is not known stays 0.
void Locate(const CheckedFiles& checked, Finding& finding);

/// Reads the files (names, globs), "-" being `standard_input`, and the files that their Locations lead to. Names in
/// findings are relative to `folder`, an absolute path. Nothing is read from the network. NotFound, Unavailable and
/// TooLarge when a named file cannot be read.
[[nodiscard]] Result<CheckedFiles> CheckFiles(const std::vector<std::string>& names, std::string_view standard_input,
                                              const std::string& folder);

/// The same for one text that is not in a file yet; relative placeholders are looked for in `folder`.
[[nodiscard]] CheckedFiles CheckText(std::string_view text, const std::string& name, const std::string& folder);

}  // namespace callboard::cli
