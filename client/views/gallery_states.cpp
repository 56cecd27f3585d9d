#include "client/views/gallery.hpp"

namespace callboard::views {

void DrawGalleryStates(ui::Frame& frame, GalleryLocal& local) {
  const auto grid = frame.Grid(30);
  {
    const auto card = frame.Card("Messages");
    frame.Banner(ui::Tone::Accent, "The catalog is read-only until noon");
    frame.Banner(ui::Tone::Good, "Registered", "Three entities are in the catalog now");
    frame.Banner(ui::Tone::Warning, "This component is deprecated", "Use payments-v2 instead");
    if (frame.ErrorPanel("The catalog does not answer", "Request 4711: no connection")) ++local.presses;
  }
  {
    const auto card = frame.Card("Loading");
    frame.Text("Known end", ui::TextStyle::SmallStrong);
    frame.ProgressIndicator("Reading the catalog", 0.4F);
    frame.Text("Text that will be here", ui::TextStyle::SmallStrong);
    frame.Skeleton("Loading the description", 4);
  }
  {
    const auto card = frame.Card("Nothing to show");
    frame.EmptyState(ui::Icon::Search, "No components found", "Try fewer filters");
  }
  const auto card = frame.Card("Names and values");
  const std::vector<ui::KeyValue> items = {
      {"Owner", [&] { frame.Link("Team A", "/catalog/default/group/team-a"); }},
      {"Lifecycle", [&] { frame.Chip("production", ui::Tone::Good); }},
      {"Description", [&] { frame.Text("A long value wraps beside its name and stays in its own column"); }}};
  frame.KeyValueList(items);
}

}  // namespace callboard::views
