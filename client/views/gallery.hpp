#pragma once
// /_gallery: every widget in every state. It is for who builds the portal, and is what the pictures in docs/ are
// compared with; no link leads to it.

#include <set>
#include <string>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/store/command.hpp"
#include "client/ui/ui.hpp"

namespace callboard::views {

struct GalleryData {
  std::string title;
};

/// What the reader has put into the fields.
struct GalleryLocal {
  int presses = 0;
  std::size_t tab = 0;
  std::string text = "petstore";
  std::string search = "pet";
  std::string notes = "Two lines\nof notes";
  std::string wrong = "My Service";
  std::string owner;
  std::vector<std::string> tags = {"java", "tier-1"};
  std::string tag_typed;
  std::string day = "2026-11-25";
  std::string kind = "api";
  std::string order = "name";
  bool ticked = true;
  bool on = true;
  bool dialog_open = false;
  bool drawer_open = false;
  bool toast_open = false;
  std::string code_search = "name";
  std::set<std::string, std::less<>> open_branches = {"shop"};
  std::string branch = "cart";
  std::set<std::string, std::less<>> hidden_columns;
  std::set<std::string, std::less<>> marked_rows = {"cart"};
  bool descending = false;
};

[[nodiscard]] store::Needs NeedsGallery(const store::Route& route);
[[nodiscard]] GalleryData BuildGalleryData(const store::AppState& state, const store::Route& route);
void DrawGallery(ui::Frame& frame, const GalleryData& data, GalleryLocal& local, store::CommandQueue& commands);

// The parts of the page, each in its own file.
void DrawGalleryFields(ui::Frame& frame, GalleryLocal& local);
void DrawGalleryStates(ui::Frame& frame, GalleryLocal& local);
void DrawGalleryCharts(ui::Frame& frame);
void DrawGalleryCode(ui::Frame& frame, GalleryLocal& local);
void DrawGalleryTable(ui::Frame& frame, GalleryLocal& local);

}  // namespace callboard::views
