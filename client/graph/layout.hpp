#pragma once
// Places on a plane for the nodes and edges of a graph. All numbers are in the unit of the given sizes; y grows
// downwards. The same input gives the same layout on every machine.

#include <cstdint>
#include <span>
#include <vector>

namespace callboard::graph {

struct Extent {
  float w = 0;
  float h = 0;
};

struct Spot {
  float x = 0;
  float y = 0;
  friend bool operator==(const Spot&, const Spot&) = default;
};

struct Box {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

/// From one node to another, by their places in `sizes`.
struct Link {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

/// Where edges lead.
enum class Direction : std::uint8_t { LeftRight, RightLeft, TopBottom, BottomTop };
[[nodiscard]] constexpr bool IsHorizontal(Direction direction) {
  return direction == Direction::LeftRight || direction == Direction::RightLeft;
}

/// `routes[i]` are the points of the i-th link, from the edge of its first box to that of its second; a link from a
/// node to itself has none. Between two points a layered route may be drawn straight, as steps, or as a curve that
/// leaves and arrives in the layout's direction.
struct Layout {
  std::vector<Box> boxes;
  std::vector<std::vector<Spot>> routes;
  Extent size;  // from 0, 0
};

struct LayeredOptions {
  Direction direction = Direction::LeftRight;
  float layer_gap = 7;
  float node_gap = 1;
};

/// In layers, each edge leading to a later one as far as there are no cycles (Sugiyama's method).
[[nodiscard]] Layout LayOutLayered(std::span<const Extent> sizes, std::span<const Link> links,
                                   const LayeredOptions& options = {});

/// By forces: links pull, nodes push each other away. No two boxes overlap.
[[nodiscard]] Layout LayOutByForce(std::span<const Extent> sizes, std::span<const Link> links);

}  // namespace callboard::graph
