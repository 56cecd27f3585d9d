#include <algorithm>
#include <limits>

#include "client/graph/layered_steps.hpp"

namespace callboard::graph {
namespace {

// Bends need less room between them than nodes.
constexpr float kBendExtent = 0.2F;

/// Where a vertex is along the direction of the layers: the column that it stands in.
struct Column {
  float begin = 0;
  float end = 0;
};

/// Works in coordinates along the layers and across them; the directions are four ways to lay these on the plane.
class LayeredLayout {
 public:
  LayeredLayout(std::span<const Extent> sizes, std::span<const Link> links, const LayeredOptions& options)
      : sizes_(sizes), options_(options), layering_(MakeLayers(sizes.size(), links)) {
    ReduceCrossings(layering_);
    std::vector<float> extents(layering_.layer_of.size(), kBendExtent);
    for (std::size_t i = 0; i < sizes.size(); ++i) extents[i] = Across(sizes[i]);
    middle_ = PlaceAcross(layering_, extents, options.node_gap);
    float least = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < extents.size(); ++i) least = std::min(least, middle_[i] - extents[i] / 2);
    for (float& each : middle_) each -= least;
    for (std::size_t i = 0; i < extents.size(); ++i) across_ = std::max(across_, middle_[i] + extents[i] / 2);
    PlaceColumns();
  }

  [[nodiscard]] Layout Make() const {
    Layout layout{.size = IsHorizontal(options_.direction) ? Extent{along_, across_} : Extent{across_, along_}};
    for (Vertex node = 0; node < sizes_.size(); ++node) {
      const Column& column = columns_[node];
      const Spot centre = OnPlane((column.begin + column.end) / 2, middle_[node]);
      const Extent& size = sizes_[node];
      layout.boxes.push_back({centre.x - size.w / 2, centre.y - size.h / 2, size.w, size.h});
    }
    for (const std::vector<Vertex>& chain : layering_.chains) layout.routes.push_back(RouteOf(chain));
    return layout;
  }

 private:
  [[nodiscard]] float Along(const Extent& size) const { return IsHorizontal(options_.direction) ? size.w : size.h; }
  [[nodiscard]] float Across(const Extent& size) const { return IsHorizontal(options_.direction) ? size.h : size.w; }

  void PlaceColumns() {
    columns_.resize(layering_.layer_of.size());
    for (std::size_t layer = 0; layer < layering_.layers.size(); ++layer) {
      if (layer > 0) along_ += options_.layer_gap;
      const std::vector<Vertex>& vertices = layering_.layers[layer];
      const std::size_t rows = layering_.RowsOf(layer);
      for (std::size_t begin = 0; begin < vertices.size(); begin += rows) {
        if (begin > 0) along_ += options_.node_gap;
        const auto column = std::span(vertices).subspan(begin, std::min(rows, vertices.size() - begin));
        float thickness = 0;
        for (const Vertex vertex : column) {
          if (!layering_.IsBend(vertex)) thickness = std::max(thickness, Along(sizes_[vertex]));
        }
        for (const Vertex vertex : column) columns_[vertex] = {along_, along_ + thickness};
        along_ += thickness;
      }
    }
  }

  [[nodiscard]] Spot OnPlane(float along, float across) const {
    switch (options_.direction) {
      case Direction::LeftRight:
        return {along, across};
      case Direction::RightLeft:
        return {along_ - along, across};
      case Direction::TopBottom:
        return {across, along};
      case Direction::BottomTop:
        return {across, along_ - along};
    }
    return {along, across};
  }

  [[nodiscard]] std::vector<Spot> RouteOf(const std::vector<Vertex>& chain) const {
    std::vector<Spot> route;
    const bool backwards = chain.size() > 1 && layering_.layer_of[chain.front()] > layering_.layer_of[chain.back()];
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Vertex vertex = chain[i];
      const Column& column = columns_[vertex];
      float begin = column.begin;
      float end = column.end;
      if (!layering_.IsBend(vertex)) {
        const float centre = (column.begin + column.end) / 2;
        begin = centre - Along(sizes_[vertex]) / 2;
        end = centre + Along(sizes_[vertex]) / 2;
      }
      if (backwards) std::swap(begin, end);
      if (i > 0) route.push_back(OnPlane(begin, middle_[vertex]));
      if (i + 1 < chain.size() && (i == 0 || begin != end)) route.push_back(OnPlane(end, middle_[vertex]));
    }
    return route;
  }

  std::span<const Extent> sizes_;
  LayeredOptions options_;
  Layering layering_;
  std::vector<float> middle_;
  std::vector<Column> columns_;
  float along_ = 0;
  float across_ = 0;
};

}  // namespace

Layout LayOutLayered(std::span<const Extent> sizes, std::span<const Link> links, const LayeredOptions& options) {
  return sizes.empty() ? Layout{} : LayeredLayout(sizes, links, options).Make();
}

}  // namespace callboard::graph
