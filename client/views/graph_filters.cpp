#include <algorithm>
#include <array>
#include <charconv>
#include <format>

#include "client/views/graph_page.hpp"

namespace callboard::views {
namespace {

using store::GraphQuery;

constexpr std::string_view kAnyDepthName = "any";

/// A choice of one among few; the options are in the order of the enumerators.
template <typename Enum>
bool DrawChoice(ui::Frame& frame, std::string_view label, std::span<const std::string_view> names, Enum& value) {
  std::vector<ui::SelectOption> options;
  for (std::size_t i = 0; i < names.size(); ++i) options.push_back({std::to_string(i), std::string(names[i])});
  std::string chosen = std::to_string(static_cast<std::size_t>(value));
  if (!frame.Select(label, chosen, options)) return false;
  std::size_t place = 0;
  std::from_chars(chosen.data(), chosen.data() + chosen.size(), place);
  value = static_cast<Enum>(place);
  return true;
}

bool DrawDepth(ui::Frame& frame, GraphQuery& query) {
  std::vector<ui::SelectOption> options;
  for (std::size_t depth = 1; depth <= 5; ++depth)
    options.push_back({std::to_string(depth), depth == 1 ? "1 step" : std::format("{} steps", depth)});
  options.push_back({std::string(kAnyDepthName), "Any"});
  std::string chosen = query.depth == graph::kAnyDepth ? std::string(kAnyDepthName) : std::to_string(query.depth);
  if (!std::ranges::contains(options, chosen, &ui::SelectOption::value))
    options.insert(options.end() - 1, {chosen, std::format("{} steps", chosen)});
  if (!frame.Select("Depth", chosen, options)) return false;
  query.depth = graph::kAnyDepth;
  if (chosen != kAnyDepthName) std::from_chars(chosen.data(), chosen.data() + chosen.size(), query.depth);
  return true;
}

bool DrawValues(ui::Frame& frame, std::string_view label, const GraphFilter& filter, std::vector<std::string>& values) {
  const auto id = frame.Id(label);
  std::vector<ui::SelectOption> options = {{"", filter.chosen.empty() ? "Any" : "Add…"}};
  for (std::size_t i = 0; i < filter.options.size(); ++i)
    options.push_back({filter.options[i].values.front(), filter.options[i].label});
  std::string added;
  bool changed = frame.Select(label, added, options) && !added.empty();
  for (const GraphChoice& option : filter.options) {
    if (changed && option.values.front() == added)
      values.insert(values.end(), option.values.begin(), option.values.end());
  }
  for (const GraphChoice& chosen : filter.chosen) {
    const auto chosen_id = frame.Id(chosen.values.front());
    if (!frame.RemovableChip(chosen.label)) continue;
    std::erase_if(values, [&](const std::string& value) { return std::ranges::contains(chosen.values, value); });
    changed = true;
  }
  return changed;
}

/// A field that finds entities, a button for each that it found, and a chip for each that was taken.
bool DrawRoots(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local, GraphQuery& query) {
  const auto field = frame.TextField("Entities", local.find, {.placeholder = "Add an entity", .search = true});
  const std::vector<EntityLink> found = FindRoots(data, local.find);
  std::string added = field.submitted && !found.empty() ? found.front().ref : "";
  for (const EntityLink& link : found) {
    const auto id = frame.Id(link.ref);
    const std::string label = std::format("Add {} ({})", link.text, link.kind);
    if (frame.Button(label, {.kind = ui::ButtonKind::Quiet, .icon = ui::Icon::Plus})) added = link.ref;
  }
  if (found.empty() && !local.find.empty()) frame.TextMuted("Nothing found");
  bool changed = !added.empty();
  if (changed) {
    query.roots.push_back(added);
    local.find.clear();
  }
  for (const EntityLink& root : data.roots) {
    const auto id = frame.Id(root.ref);
    if (!frame.RemovableChip(root.text)) continue;
    std::erase(query.roots, root.ref);
    changed = true;
  }
  return changed;
}

bool DrawLook(ui::Frame& frame, GraphQuery& query) {
  constexpr std::array<std::string_view, 2> kLayouts = {"Layers", "Forces"};
  constexpr std::array<std::string_view, 4> kDirections = {"Left to right", "Right to left", "Top to bottom",
                                                           "Bottom to top"};
  constexpr std::array<std::string_view, 3> kRollUps = {"Single entities", "Systems", "Domains"};
  constexpr std::array<std::string_view, 2> kLines = {"Curves", "Steps"};
  bool changed = DrawChoice(frame, "Roll up to", kRollUps, query.roll_up);
  changed = DrawChoice(frame, "Layout", kLayouts, query.layout) || changed;
  if (query.layout == store::GraphLayout::Force) return changed;
  changed = DrawChoice(frame, "Direction", kDirections, query.direction) || changed;
  return DrawChoice(frame, "Lines", kLines, query.steps) || changed;
}

}  // namespace

void DrawGraphFilters(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local,
                      store::CommandQueue& commands) {
  const auto section = frame.Section("Filters");
  GraphQuery query = data.query;
  bool changed = DrawRoots(frame, data, local, query);
  changed = frame.Checkbox("Show the impact", query.impact) || changed;
  // An impact goes as deep as it goes, in its own direction.
  if (!data.query.impact) changed = DrawDepth(frame, query) || changed;
  changed = DrawValues(frame, "Kind", data.kinds, query.kinds) || changed;
  changed = DrawValues(frame, "Relation", data.relations, query.relations) || changed;
  changed = DrawLook(frame, query) || changed;
  if (!data.query.impact) {
    changed = frame.Checkbox("Merge inverse relations", query.merge_relations) || changed;
    changed = frame.Checkbox("One direction only", query.unidirectional) || changed;
  }
  if (changed) ShowGraph(commands, std::move(query));
}

}  // namespace callboard::views
