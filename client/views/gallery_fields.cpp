#include "client/ui/autocomplete.hpp"
#include "client/views/gallery.hpp"

namespace callboard::views {
namespace {

std::vector<ui::SelectOption> Teams() {
  std::vector<ui::SelectOption> options;
  for (const std::string_view name : {"Billing", "Checkout", "Data platform", "Design system", "Developer experience",
                                      "Identity", "Logistics", "Mobile", "Observability", "Payments", "Search"}) {
    options.push_back({std::string(name), std::string(name)});
  }
  return options;
}

std::vector<ui::SelectOption> Tags() {
  return {{"java", "java"}, {"go", "go"}, {"grpc", "grpc"}, {"tier-1", "tier-1"}, {"pci", "pci"}};
}

void DrawTextFields(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Text fields");
  frame.TextField("Name", local.text, {.help = "As it stands in the address"});
  frame.TextField("Filter", local.search, {.placeholder = "Name or title", .search = true});
  frame.TextField("Identifier", local.wrong, {.error = "Only lower case letters, digits and hyphens"});
  frame.TextField("Notes", local.notes, {.multiline = true});
}

void DrawChoices(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Choices");
  const std::vector<ui::SelectOption> kinds = {{"api", "API"}, {"component", "Component"}, {"system", "System"}};
  frame.Select("Kind", local.kind, kinds);
  ui::Autocomplete(frame, "Owner", local.owner, Teams(), {.placeholder = "Any team"});
  ui::MultiSelect(frame, "Tags", local.tags, local.tag_typed, Tags(), {.placeholder = "Add a tag"});
  frame.DateField("Due", local.day);
  {
    const auto row = frame.Row({.gap_em = 1.5F});
    frame.Checkbox("Only mine", local.ticked);
    frame.Switch("Notifications", local.on);
    bool off = false;
    frame.Switch("Beta features", off);
  }
  const std::vector<ui::SelectOption> orders = {{"name", "Name"}, {"changed", "Last change"}};
  frame.RadioGroup("Order", local.order, orders);
}

}  // namespace

void DrawGalleryFields(ui::Frame& frame, GalleryLocal& local) {
  const auto grid = frame.Grid(30);
  DrawTextFields(frame, local);
  DrawChoices(frame, local);
}

}  // namespace callboard::views
