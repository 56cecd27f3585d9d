#include "shared/catalog/entity_json.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace callboard::catalog {
namespace {

constexpr std::size_t kUsualEdge = 96;

struct EdgeText {
  std::string_view type;
  std::string_view target;
  friend auto operator<=>(const EdgeText&, const EdgeText&) = default;
};

std::vector<EdgeText> SortedEdges(const Store& store, EntityId id) {
  std::vector<EdgeText> edges;
  const auto out = store.graph.Out(id);
  edges.reserve(out.size());
  for (const HalfEdge& edge : out) {
    edges.push_back({.type = store.graph.TypeName(edge.type), .target = store.entities.At(edge.other).ref});
  }
  std::ranges::sort(edges);
  return edges;
}

void AppendQuoted(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  const auto is_plain = [](char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20; };
  if (std::ranges::all_of(text, is_plain)) {
    out += text;
    out += '"';
    return;
  }
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::vector<Edge> AssembleEdges(const Store& store, EntityId id) {
  std::vector<Edge> edges;
  for (const EdgeText& edge : SortedEdges(store, id)) {
    edges.push_back({.type = std::string(edge.type), .target_ref = std::string(edge.target)});
  }
  return edges;
}

std::vector<Edge> AssembleMissingEdges(const Store& store, EntityId id) {
  std::vector<Edge> edges;
  for (const HalfEdge& edge : store.graph.Out(id)) {
    const EntitySlot& target = store.entities.At(edge.other);
    if (!target.present) edges.push_back({.type = store.graph.TypeName(edge.type), .target_ref = target.ref});
  }
  std::ranges::sort(edges);
  return edges;
}

void AppendJson(const Store& store, EntityId id, std::string& out) {
  const std::string_view document = store.entities.At(id).document;
  const std::string_view members = document.substr(0, document.rfind('}'));
  const bool has_members = members.find_last_not_of(" \t\r\n") != members.find('{');
  const std::vector<EdgeText> edges = SortedEdges(store, id);
  // One entity's text is made at once, that of a page goes on growing by itself.
  if (out.empty()) out.reserve(members.size() + (edges.size() + 1) * kUsualEdge);
  out += members;
  out += has_members ? ",\"relations\":[" : "\"relations\":[";
  bool is_first = true;
  for (const EdgeText& edge : edges) {
    out += is_first ? "{\"type\":" : ",{\"type\":";
    is_first = false;
    AppendQuoted(edge.type, out);
    out += ",\"targetRef\":";
    AppendQuoted(edge.target, out);
    out += '}';
  }
  out += "]}";
}

}  // namespace callboard::catalog
