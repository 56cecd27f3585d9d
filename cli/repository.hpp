#pragma once
// What a checked-out repository is: read from its files, without running anything of it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/repository_text.hpp"
#include "shared/base/error.hpp"

namespace callboard::cli {

/// An interface description. `type` is the spec.type of its API entity: openapi, asyncapi, graphql or grpc.
struct ApiFile {
  std::string path;  // relative to the repository
  std::string type;
  std::string title = {};
};

struct Repository {
  std::string folder_name;
  std::optional<Hosting> hosting;
  ReadmeFacts readme;
  std::optional<std::string> owner;
  std::vector<std::string> languages;  // those with at least a tenth of the code, the largest first
  std::string type;                    // service, library or website; "" when nothing says so
  std::string title;                   // of a manifest
  std::string description;             // of a manifest
  std::vector<ApiFile> apis;           // sorted by path
  bool has_docs = false;               // an mkdocs.yml
};

/// Reads the folder. NotFound when there is none.
[[nodiscard]] Result<Repository> ReadRepository(const std::string& folder);

}  // namespace callboard::cli
