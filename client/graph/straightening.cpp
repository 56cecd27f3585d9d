#include <algorithm>
#include <span>

#include "client/graph/layered_steps.hpp"

namespace callboard::graph {
namespace {

constexpr int kSweeps = 4;
// Long links should run straight: their bends pull more than nodes do.
constexpr float kBendWeight = 4;

/// Moves the vertices of one layer as near as possible (least squares) to where they want to be, in their order and
/// with room between them: isotonic regression by pooling adjacent violators.
class LayerFitter {
 public:
  LayerFitter(const Layering& layering, std::span<const float> extents, float gap)
      : layering_(layering), extents_(extents), gap_(gap) {}

  /// A layer in columns keeps its shape and moves as a whole.
  void FitFolded(std::span<const Vertex> layer, std::size_t rows, std::span<const float> wanted,
                 std::vector<float>& middle) {
    float shift = 0;
    for (std::size_t begin = 0; begin < layer.size(); begin += rows) {
      const auto column = layer.subspan(begin, std::min(rows, layer.size() - begin));
      float height = 0;
      for (std::size_t i = 1; i < column.size(); ++i) height += Apart(column[i - 1], column[i]);
      float at = -height / 2;
      for (std::size_t i = 0; i < column.size(); ++i) {
        if (i > 0) at += Apart(column[i - 1], column[i]);
        middle[column[i]] = at;
        shift += wanted[begin + i] - at;
      }
    }
    shift /= static_cast<float>(layer.size());
    for (const Vertex vertex : layer) middle[vertex] += shift;
  }

  void Fit(std::span<const Vertex> layer, std::span<const float> wanted, std::vector<float>& middle) {
    pools_.clear();
    float offset = 0;
    for (std::size_t i = 0; i < layer.size(); ++i) {
      if (i > 0) offset += Apart(layer[i - 1], layer[i]);
      const float weight = layering_.IsBend(layer[i]) ? kBendWeight : 1;
      Pool pool{.sum = (wanted[i] - offset) * weight, .weight = weight, .count = 1};
      while (!pools_.empty() && pools_.back().Mean() > pool.Mean()) {
        pool.Take(pools_.back());
        pools_.pop_back();
      }
      pools_.push_back(pool);
    }
    offset = 0;
    std::size_t i = 0;
    for (const Pool& pool : pools_) {
      for (std::size_t k = 0; k < pool.count; ++k, ++i) {
        if (i > 0) offset += Apart(layer[i - 1], layer[i]);
        middle[layer[i]] = pool.Mean() + offset;
      }
    }
  }

 private:
  struct Pool {
    float sum = 0;
    float weight = 0;
    std::size_t count = 0;
    [[nodiscard]] float Mean() const { return sum / weight; }
    void Take(const Pool& other) {
      sum += other.sum;
      weight += other.weight;
      count += other.count;
    }
  };

  [[nodiscard]] float Apart(Vertex a, Vertex b) const { return (extents_[a] + extents_[b]) / 2 + gap_; }

  const Layering& layering_;
  std::span<const float> extents_;
  float gap_;
  std::vector<Pool> pools_;
};

/// Where a vertex wants to be: at the mean of its neighbours; where it is, when it has none.
float WantedPlace(const Layering& layering, Vertex vertex, std::span<const Vertex> others,
                  std::span<const float> middle) {
  float sum = 0;
  float weights = 0;
  for (const Vertex other : others) {
    const float weight = layering.IsBend(vertex) && layering.IsBend(other) ? kBendWeight : 1;
    sum += middle[other] * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : middle[vertex];
}

}  // namespace

std::vector<float> PlaceAcross(const Layering& layering, std::span<const float> extents, float gap) {
  std::vector<float> middle(layering.layer_of.size(), 0);
  std::vector<float> wanted;
  LayerFitter fitter(layering, extents, gap);
  const auto fit = [&](std::size_t layer, const Adjacency& towards) {
    wanted.clear();
    for (const Vertex vertex : layering.layers[layer])
      wanted.push_back(WantedPlace(layering, vertex, towards.Of(vertex), middle));
    const std::size_t rows = layering.RowsOf(layer);
    if (rows < layering.layers[layer].size()) {
      fitter.FitFolded(layering.layers[layer], rows, wanted, middle);
    } else {
      fitter.Fit(layering.layers[layer], wanted, middle);
    }
  };
  const std::size_t count = layering.layers.size();
  for (std::size_t i = 0; i < count; ++i) fit(i, layering.before);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t i = count; i > 0; --i) fit(i - 1, layering.after);
    for (std::size_t i = 0; i < count; ++i) fit(i, layering.before);
  }
  return middle;
}

}  // namespace callboard::graph
