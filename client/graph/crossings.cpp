#include <algorithm>
#include <numeric>
#include <utility>

#include "client/graph/layered_steps.hpp"

namespace callboard::graph {
namespace {

// The order changes little after the first sweeps; large graphs get fewer.
constexpr int kMostSweeps = 12;
constexpr int kFewestSweeps = 4;
constexpr std::size_t kManyVertices = 20'000;

std::vector<std::uint32_t> PlacesOf(const Layering& layering) {
  std::vector<std::uint32_t> place(layering.layer_of.size(), 0);
  for (const std::vector<Vertex>& layer : layering.layers) {
    for (std::uint32_t i = 0; i < layer.size(); ++i) place[layer[i]] = i;
  }
  return place;
}

/// Counts, for numbers that come one after the other, how many earlier ones were higher.
class InversionCounter {
 public:
  explicit InversionCounter(std::size_t values) : tree_(values + 1, 0) {}
  std::uint64_t CountHigher(std::uint32_t value) const {
    std::uint64_t lower = 0;
    for (std::size_t i = value + 1; i > 0; i &= i - 1) lower += tree_[i];
    return total_ - lower;
  }
  void Add(std::uint32_t value) {
    ++total_;
    for (std::size_t i = value + 1; i < tree_.size(); i += i & (~i + 1)) ++tree_[i];
  }

 private:
  std::vector<std::uint32_t> tree_;
  std::uint64_t total_ = 0;
};

/// Orders one layer by the mean place of its vertices' neighbours; one without neighbours keeps its own place.
void SortByBarycentre(std::vector<Vertex>& layer, const Adjacency& fixed, std::vector<std::uint32_t>& place,
                      std::vector<double>& mean) {
  for (const Vertex vertex : layer) {
    const auto others = fixed.Of(vertex);
    double sum = 0;
    for (const Vertex other : others) sum += place[other];
    mean[vertex] = others.empty() ? place[vertex] : sum / static_cast<double>(others.size());
  }
  std::ranges::stable_sort(layer, {}, [&](Vertex vertex) { return mean[vertex]; });
  for (std::uint32_t i = 0; i < layer.size(); ++i) place[layer[i]] = i;
}

/// The first order: depth first from the first layer, so that what belongs together stands together.
void OrderByWalk(Layering& layering) {
  std::vector<bool> seen(layering.layer_of.size(), false);
  std::vector<std::vector<Vertex>> ordered(layering.layers.size());
  std::vector<Vertex> stack;
  for (const std::vector<Vertex>& layer : layering.layers) {
    for (const Vertex root : layer) {
      stack.push_back(root);
      while (!stack.empty()) {
        const Vertex at = stack.back();
        stack.pop_back();
        if (seen[at]) continue;
        seen[at] = true;
        ordered[layering.layer_of[at]].push_back(at);
        const auto others = layering.after.Of(at);
        stack.insert(stack.end(), others.rbegin(), others.rend());
      }
    }
  }
  layering.layers = std::move(ordered);
}

}  // namespace

std::uint64_t CountCrossings(const Layering& layering) {
  const std::vector<std::uint32_t> place = PlacesOf(layering);
  std::uint64_t crossings = 0;
  std::vector<std::uint32_t> ends;
  for (std::size_t i = 0; i + 1 < layering.layers.size(); ++i) {
    InversionCounter counter(layering.layers[i + 1].size());
    for (const Vertex vertex : layering.layers[i]) {
      ends.clear();
      for (const Vertex other : layering.after.Of(vertex)) ends.push_back(place[other]);
      // Steps from one vertex do not cross each other.
      for (const std::uint32_t end : ends) crossings += counter.CountHigher(end);
      for (const std::uint32_t end : ends) counter.Add(end);
    }
  }
  return crossings;
}

void ReduceCrossings(Layering& layering) {
  OrderByWalk(layering);
  std::vector<std::uint32_t> place = PlacesOf(layering);
  std::vector<double> mean(place.size(), 0);
  std::vector<std::vector<Vertex>> best = layering.layers;
  std::uint64_t fewest = CountCrossings(layering);
  const int sweeps = place.size() > kManyVertices ? kFewestSweeps : kMostSweeps;
  for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
    const std::size_t count = layering.layers.size();
    for (std::size_t i = 1; i < count; ++i) {
      const bool downwards = sweep % 2 == 0;
      std::vector<Vertex>& layer = layering.layers[downwards ? i : count - 1 - i];
      SortByBarycentre(layer, downwards ? layering.before : layering.after, place, mean);
    }
    const std::uint64_t crossings = CountCrossings(layering);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = layering.layers;
  }
  layering.layers = std::move(best);
}

}  // namespace callboard::graph
