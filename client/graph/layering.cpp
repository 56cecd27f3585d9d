#include <algorithm>
#include <cmath>
#include <utility>

#include "client/graph/layered_steps.hpp"

namespace callboard::graph {

Adjacency::Adjacency(std::size_t vertices, std::span<const Link> links, bool turned) : starts(vertices + 1, 0) {
  for (const Link& link : links) ++starts[(turned ? link.to : link.from) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  others.resize(links.size());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (const Link& link : links) others[next[turned ? link.to : link.from]++] = turned ? link.from : link.to;
}

namespace {

constexpr std::size_t kFewestRows = 32;
// So many bends are given to the links of a graph, those that span the fewest layers first. What is left over runs
// straight behind everything: in a graph that large, nobody follows it with the eye.
constexpr std::size_t kFreeBends = 2000;
constexpr std::size_t kBendsPerNode = 3;

/// Numbers the nodes so that only links which close a cycle lead back: the reverse order in which a depth first walk
/// leaves them.
std::vector<std::uint32_t> OrderWithoutCycles(std::size_t node_count, std::span<const Link> links) {
  const Adjacency out(node_count, links, false);
  std::vector<std::uint32_t> rank(node_count, 0);
  std::vector<std::uint32_t> next(out.starts.begin(), out.starts.end() - 1);
  std::vector<bool> seen(node_count, false);
  std::vector<Vertex> stack;
  auto left = static_cast<std::uint32_t>(node_count);
  for (Vertex root = 0; root < node_count; ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    stack.push_back(root);
    while (!stack.empty()) {
      const Vertex at = stack.back();
      if (next[at] == out.starts[at + 1]) {
        rank[at] = --left;
        stack.pop_back();
        continue;
      }
      const Vertex other = out.others[next[at]++];
      if (seen[other]) continue;
      seen[other] = true;
      stack.push_back(other);
    }
  }
  return rank;
}

/// The longest way to a node is its layer; what nothing leads to then moves up to what it leads to.
std::vector<std::uint32_t> LayersOf(std::size_t node_count, std::span<const Link> forward,
                                    std::span<const std::uint32_t> rank) {
  std::vector<Vertex> order(node_count);
  for (Vertex node = 0; node < node_count; ++node) order[rank[node]] = node;
  const Adjacency out(node_count, forward, false);
  const Adjacency in(node_count, forward, true);
  std::vector<std::uint32_t> layer(node_count, 0);
  for (const Vertex node : order) {
    for (const Vertex other : out.Of(node)) layer[other] = std::max(layer[other], layer[node] + 1);
  }
  for (auto node = order.rbegin(); node != order.rend(); ++node) {
    if (out.Of(*node).empty() || out.Of(*node).size() < in.Of(*node).size()) continue;
    std::uint32_t nearest = UINT32_MAX;
    for (const Vertex other : out.Of(*node)) nearest = std::min(nearest, layer[other]);
    layer[*node] = std::max(layer[*node], nearest - 1);
  }
  return layer;
}

/// Layers that nothing is in any more go.
void CloseGaps(std::vector<std::uint32_t>& layer) {
  if (layer.empty()) return;
  std::vector<std::uint32_t> used(std::ranges::max(layer) + 1, 0);
  for (const std::uint32_t each : layer) used[each] = 1;
  std::uint32_t count = 0;
  for (std::uint32_t& each : used) each = std::exchange(count, count + each);
  for (std::uint32_t& each : layer) each = used[each];
}

/// Which links get bends.
std::vector<bool> BentLinks(const Layering& layering, std::span<const Link> forward) {
  const auto span_of = [&](std::size_t i) {
    return layering.layer_of[forward[i].to] - layering.layer_of[forward[i].from];
  };
  std::vector<std::size_t> order(forward.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, span_of);
  std::vector<bool> bent(forward.size(), false);
  std::size_t left = kFreeBends + kBendsPerNode * layering.node_count;
  for (const std::size_t i : order) {
    const std::size_t bends = span_of(i) - 1;
    if (bends > left) break;
    left -= bends;
    bent[i] = true;
  }
  return bent;
}

/// Puts a bend into every layer between the ends of a link, and records the steps.
void AddChain(Layering& layering, const Link& forward, bool turned, std::vector<Vertex>& chain) {
  chain.push_back(forward.from);
  for (std::uint32_t at = layering.layer_of[forward.from] + 1; at < layering.layer_of[forward.to]; ++at) {
    chain.push_back(static_cast<Vertex>(layering.layer_of.size()));
    layering.layer_of.push_back(at);
  }
  chain.push_back(forward.to);
  for (std::size_t i = 1; i < chain.size(); ++i) layering.steps.push_back({chain[i - 1], chain[i]});
  if (turned) std::ranges::reverse(chain);
}

}  // namespace

std::size_t Layering::RowsOf(std::size_t layer) const {
  const auto most = std::max(kFewestRows, static_cast<std::size_t>(1.5 * std::sqrt(static_cast<double>(node_count))));
  const std::size_t count = layers[layer].size();
  const std::size_t columns = std::max<std::size_t>(1, (count + most - 1) / most);
  return (count + columns - 1) / columns;
}

Layering MakeLayers(std::size_t node_count, std::span<const Link> links) {
  const std::vector<std::uint32_t> rank = OrderWithoutCycles(node_count, links);
  std::vector<Link> forward;
  for (const Link& link : links) {
    if (link.from == link.to) continue;
    const bool turned = rank[link.from] > rank[link.to];
    forward.push_back(turned ? Link{link.to, link.from} : link);
  }
  Layering layering{.node_count = node_count, .layer_of = LayersOf(node_count, forward, rank)};
  CloseGaps(layering.layer_of);
  const std::vector<bool> bent = BentLinks(layering, forward);
  layering.chains.resize(links.size());
  for (std::size_t i = 0, at = 0; i < links.size(); ++i) {
    if (links[i].from == links[i].to) continue;
    if (bent[at]) {
      AddChain(layering, forward[at], forward[at].from != links[i].from, layering.chains[i]);
    } else {
      layering.chains[i] = {links[i].from, links[i].to};
    }
    ++at;
  }
  for (Vertex vertex = 0; vertex < layering.layer_of.size(); ++vertex) {
    const std::uint32_t at = layering.layer_of[vertex];
    if (at >= layering.layers.size()) layering.layers.resize(at + 1);
    layering.layers[at].push_back(vertex);
  }
  layering.after = Adjacency(layering.layer_of.size(), layering.steps, false);
  layering.before = Adjacency(layering.layer_of.size(), layering.steps, true);
  return layering;
}

}  // namespace callboard::graph
