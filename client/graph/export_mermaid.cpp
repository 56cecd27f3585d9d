#include <array>
#include <format>

#include "client/graph/export.hpp"

namespace callboard::graph {
namespace {

constexpr std::array<std::string_view, 4> kDirections = {"LR", "RL", "TB", "BT"};

/// Mermaid has entities of its own for what would end a quoted text.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "#quot;";
    } else if (c == '#') {
      out += "#35;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string ToMermaid(const Graph& graph, std::span<const std::string> labels, Direction direction) {
  std::string out = std::format("flowchart {}\n", kDirections[static_cast<std::size_t>(direction)]);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    out += std::format("  n{}[{}]\n", i, Quoted(graph.nodes[i].label));
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const Edge& edge = graph.edges[i];
    const std::string label = i < labels.size() && !labels[i].empty() ? "|" + Quoted(labels[i]) + "|" : "";
    out += std::format("  n{} -->{} n{}\n", edge.from, label, edge.to);
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].is_root) out += std::format("  style n{} stroke-width:3px\n", i);
  }
  return out;
}

}  // namespace callboard::graph
