#pragma once
// /catalog-import?url=…: looking at what a URL would bring, and registering it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/action_state.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// An entity that the URL would bring. `note`: what the catalog has of it already.
struct ImportEntity {
  EntityLink link;
  std::string kind;
  std::string type;
  std::string file;
  std::string note;
  std::vector<std::string> problems;
};

/// A file that can be registered.
struct ImportTarget {
  std::string url;
  bool is_registered = false;
  ActionState registration;
};

enum class ImportStep : std::uint8_t { Choose, Review, Done };

struct ImportPageData {
  std::string title;
  std::string url;  // that is looked at; "" until there is one
  ImportStep step = ImportStep::Choose;
  bool is_file = false;  // a descriptor; else a page of a repository
  bool is_looking = false;
  bool is_registering = false;
  ActionState analysis;
  ActionState preview;  // of a descriptor
  std::vector<ImportEntity> entities;
  std::vector<ImportTarget> targets;
  std::string generated;  // YAML to begin with where there is no file; "" when there is one
};

/// What stands in the field, and of which URL.
struct ImportPageLocal {
  std::string text;
  std::string text_of;
  std::string announced;
};

[[nodiscard]] store::Needs NeedsImportPage(const store::Route& route);
[[nodiscard]] ImportPageData BuildImportPageData(const store::AppState& state, const store::Route& route);
void DrawImportPage(ui::Frame& frame, const ImportPageData& data, ImportPageLocal& local,
                    store::CommandQueue& commands);

/// Whether the URL is one of a descriptor file, rather than of a repository.
[[nodiscard]] bool IsDescriptorUrl(std::string_view url);

}  // namespace callboard::views
