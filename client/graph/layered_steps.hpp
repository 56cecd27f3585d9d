#pragma once
// The steps of the layered layout. Vertices are the nodes, followed by the bends of links that span several layers.

#include <cstdint>
#include <span>
#include <vector>

#include "client/graph/layout.hpp"

namespace callboard::graph {

using Vertex = std::uint32_t;

/// Neighbours of every vertex in the layer before or after its own, one list behind the other.
struct Adjacency {
  std::vector<std::uint32_t> starts;  // one more than there are vertices
  std::vector<Vertex> others;

  Adjacency() = default;
  Adjacency(std::size_t vertices, std::span<const Link> links, bool turned);
  [[nodiscard]] std::span<const Vertex> Of(Vertex vertex) const {
    return std::span(others).subspan(starts[vertex], starts[vertex + 1] - starts[vertex]);
  }
};

struct Layering {
  std::size_t node_count = 0;
  std::vector<std::vector<Vertex>> layers;  // the order within a layer is that on the plane
  std::vector<std::uint32_t> layer_of;      // by vertex
  std::vector<std::vector<Vertex>> chains;  // by link: the vertices on its way, in its own direction
  std::vector<Link> steps;                  // from one layer to the next
  Adjacency before;
  Adjacency after;

  [[nodiscard]] bool IsBend(Vertex vertex) const { return vertex >= node_count; }
  /// A layer of very many vertices is folded into several columns with so many each.
  [[nodiscard]] std::size_t RowsOf(std::size_t layer) const;
};

/// Turns links that close a cycle, finds layers, and cuts long links into steps.
[[nodiscard]] Layering MakeLayers(std::size_t node_count, std::span<const Link> links);

/// Orders the vertices within their layers so that few steps cross.
void ReduceCrossings(Layering& layering);
[[nodiscard]] std::uint64_t CountCrossings(const Layering& layering);

/// A vertex's middle across the layers' direction, by vertex. `extents` are its sizes across; the order within layers
/// is kept, with `gap` between neighbours.
[[nodiscard]] std::vector<float> PlaceAcross(const Layering& layering, std::span<const float> extents, float gap);

}  // namespace callboard::graph
