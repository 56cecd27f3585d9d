#include <algorithm>
#include <deque>

#include "client/graph/graph.hpp"

namespace callboard::graph {

std::vector<std::uint32_t> FocusPath(const Graph& graph, std::uint32_t from, std::uint32_t to) {
  const std::size_t count = graph.nodes.size();
  if (from >= count || to >= count) return {};
  std::vector<std::vector<std::uint32_t>> beside(count);
  for (const Edge& edge : graph.edges) {
    beside[edge.from].push_back(edge.to);
    beside[edge.to].push_back(edge.from);
  }
  constexpr std::uint32_t kUnseen = UINT32_MAX;
  std::vector<std::uint32_t> came_from(count, kUnseen);
  came_from[from] = from;
  std::deque<std::uint32_t> waiting{from};
  while (!waiting.empty() && came_from[to] == kUnseen) {
    const std::uint32_t at = waiting.front();
    waiting.pop_front();
    for (const std::uint32_t next : beside[at]) {
      if (came_from[next] != kUnseen) continue;
      came_from[next] = at;
      waiting.push_back(next);
    }
  }
  if (came_from[to] == kUnseen) return {};
  std::vector<std::uint32_t> path{to};
  while (path.back() != from) path.push_back(came_from[path.back()]);
  std::ranges::reverse(path);
  return path;
}

}  // namespace callboard::graph
