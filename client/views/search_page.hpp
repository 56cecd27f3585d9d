#pragma once
// What was found, the best first.

#include <cstddef>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_link.hpp"
#include "client/views/entity_list.hpp"

namespace callboard::views {

struct SearchHit {
  EntityLink link;
  std::string facts;  // "Component · service · owned by Team A"
  std::string description;
};

struct SearchPageData {
  std::string title;
  std::string text;
  std::string kind;                 // lower case, or kAnyKind
  std::vector<FilterOption> kinds;  // of the matches, with counts
  std::vector<SearchHit> hits;
  std::size_t total = 0;
  bool is_loading = false;
  std::string result_title;  // "12 matches"
};

struct SearchPageLocal {
  std::string announced;
};

[[nodiscard]] store::Needs NeedsSearchPage(const store::Route& route);
[[nodiscard]] SearchPageData BuildSearchPageData(const store::AppState& state, const store::Route& route);
void DrawSearchPage(ui::Frame& frame, const SearchPageData& data, SearchPageLocal& local,
                    store::CommandQueue& commands);

}  // namespace callboard::views
