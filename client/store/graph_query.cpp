#include "client/store/graph_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::store {
namespace {

constexpr std::string_view kInfinity = "∞";
constexpr std::array<std::string_view, 4> kDirections = {"LR", "RL", "TB", "BT"};
constexpr std::array<std::string_view, 2> kLayouts = {"layered", "force"};
constexpr std::array<std::string_view, 3> kRollUps = {"none", "system", "domain"};
constexpr std::array<std::string_view, 2> kCurves = {"curveMonotoneX", "curveStepBefore"};

struct Flag {
  std::string_view key;
  bool GraphQuery::* value;
};
constexpr std::array kFlags = {Flag{"unidirectional", &GraphQuery::unidirectional},
                               Flag{"mergeRelations", &GraphQuery::merge_relations},
                               Flag{"showFilters", &GraphQuery::show_filters}, Flag{"impact", &GraphQuery::impact}};

struct Values {
  std::string_view key;
  std::vector<std::string> GraphQuery::* values;
};
constexpr std::array kValues = {Values{"rootEntityRefs", &GraphQuery::roots},
                                Values{"selectedKinds", &GraphQuery::kinds},
                                Values{"selectedRelations", &GraphQuery::relations}};

/// The place of `name` among `names`, or `otherwise`.
template <typename Enum>
Enum Named(const auto& names, std::string_view name, Enum otherwise) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? otherwise : static_cast<Enum>(found - names.begin());
}

std::size_t DepthFrom(std::string_view text, std::size_t otherwise) {
  if (text == kInfinity || text == "Infinity") return graph::kAnyDepth;
  std::size_t depth = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), depth);
  return error == std::errc() && end == text.data() + text.size() && depth > 0 ? depth : otherwise;
}

std::string CanonicalOr(std::string_view text) {
  const auto ref = model::ParseEntityRef(text, {.kind = "component"});
  return ref ? model::CanonicalRef(*ref) : std::string();
}

void AddValue(const Values& param, std::string_view text, GraphQuery& graph) {
  std::string value(text);
  if (param.values == &GraphQuery::roots) value = CanonicalOr(text);
  if (param.values == &GraphQuery::kinds) value = ToLowerAscii(text);
  std::vector<std::string>& values = graph.*param.values;
  if (!value.empty() && !std::ranges::contains(values, value)) values.push_back(std::move(value));
}

void SetParam(std::string_view key, std::string_view value, GraphQuery& graph) {
  // "selectedKinds[0]" and "selectedKinds" are other spellings of "selectedKinds[]".
  const std::string_view name = key.substr(0, key.find('['));
  if (const auto param = std::ranges::find(kValues, name, &Values::key); param != kValues.end()) {
    AddValue(*param, value, graph);
  } else if (const auto flag = std::ranges::find(kFlags, name, &Flag::key); flag != kFlags.end()) {
    if (value == "true" || value == "false") graph.*flag->value = value == "true";
  } else if (name == "maxDepth") {
    graph.depth = DepthFrom(value, graph.depth);
  } else if (name == "direction") {
    graph.direction = Named(kDirections, value, graph.direction);
  } else if (name == "curve") {
    graph.steps = value == kCurves[1];
  } else if (name == "layout") {
    graph.layout = Named(kLayouts, value, graph.layout);
  } else if (name == "rollUp") {
    graph.roll_up = Named(kRollUps, value, graph.roll_up);
  } else if (name == "focus") {
    graph.focus = CanonicalOr(value);
  } else if (name == "view") {
    graph.table = value == "table";
  }
}

}  // namespace

GraphQuery GraphFromQuery(std::string_view query) {
  GraphQuery graph;
  for (const std::string_view pair : Split(query, '&')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    SetParam(PercentDecode(pair.substr(0, equals), true), PercentDecode(pair.substr(equals + 1), true), graph);
  }
  return graph;
}

std::string QueryFromGraph(const GraphQuery& graph) {
  const GraphQuery initial;
  std::string query;
  const auto add = [&](std::string_view key, std::string_view value) {
    query += std::format("{}{}={}", query.empty() ? '?' : '&', key, PercentEncode(value));
  };
  for (const Values& param : kValues) {
    for (const std::string& value : graph.*param.values) add(std::format("{}[]", param.key), value);
  }
  if (graph.depth != initial.depth)
    add("maxDepth", graph.depth == graph::kAnyDepth ? std::string(kInfinity) : std::to_string(graph.depth));
  for (const Flag& flag : kFlags) {
    if (graph.*flag.value != initial.*flag.value) add(flag.key, graph.*flag.value ? "true" : "false");
  }
  if (graph.direction != initial.direction) add("direction", kDirections[static_cast<std::size_t>(graph.direction)]);
  if (graph.steps) add("curve", kCurves[1]);
  if (graph.layout != initial.layout) add("layout", kLayouts[static_cast<std::size_t>(graph.layout)]);
  if (graph.roll_up != initial.roll_up) add("rollUp", kRollUps[static_cast<std::size_t>(graph.roll_up)]);
  if (!graph.focus.empty()) add("focus", graph.focus);
  if (graph.table) add("view", "table");
  return query;
}

}  // namespace callboard::store
