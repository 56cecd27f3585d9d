#pragma once
// A first catalog-info.yaml for a repository that has none.

#include <string>

#include "cli/repository.hpp"

namespace callboard::cli {

/// What the caller knows better than the files; "" leaves it to them.
struct GenerateOptions {
  std::string name;
  std::string owner;
  std::string type;
  std::string lifecycle;
  std::string system;
};

inline constexpr std::string_view kUnknownOwner = "unknown";

/// A Component, and an API for each interface description, as YAML documents.
[[nodiscard]] std::string DescriptorFor(const Repository& repository, const GenerateOptions& options);

}  // namespace callboard::cli
