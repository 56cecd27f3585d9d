#pragma once
// Where people begin: what is theirs, what they marked, where they were.

#include <cstddef>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/change_list.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

struct HomeEntity {
  EntityLink link;
  std::string description;  // of one line; "" when it has none
};

struct HomeLink {
  std::string text;
  std::string href;
};

/// What one owns of one kind.
struct OwnedKind {
  std::string label;  // "3 components"
  std::string kind;
  std::string href;
};

struct HomePageData {
  std::string title;
  std::string greeting;
  std::vector<HomeEntity> starred;
  std::vector<HomeEntity> visited;
  std::vector<OwnedKind> owned_kinds;
  std::vector<HomeEntity> owned;  // the first ones
  std::size_t owned_count = 0;
  std::string owned_href;
  std::vector<HomeLink> quick_links;
  std::vector<CatalogChange> changes;  // the newest ones
  bool is_loading = false;             // the catalog, so that more may come
};

struct HomePageLocal {
  std::string search;
};

[[nodiscard]] store::Needs NeedsHomePage(const store::Route& route);
[[nodiscard]] HomePageData BuildHomePageData(const store::AppState& state, const store::Route& route);
void DrawHomePage(ui::Frame& frame, const HomePageData& data, HomePageLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
