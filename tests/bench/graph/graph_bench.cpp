// graph_bench [nodes=5000]: lays a generated graph out and draws it, and prints one line of JSON. A frame is that of
// the whole widget without the graphics card: input, semantic tree, patch and draw lists. Times are processor time.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <format>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "client/graph/graph.hpp"
#include "client/ui/context.hpp"
#include "client/ui/fixed_glyphs.hpp"
#include "client/ui/headless_renderer.hpp"
#include "client/ui/ui.hpp"
#include "client/views/graph_picture.hpp"

namespace callboard::bench {
namespace {

double CpuMs() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double Measure(const std::function<void()>& work) {
  const double before = CpuMs();
  work();
  return CpuMs() - before;
}

/// A tree of teams, systems and components, with 0.6 more relations a node across it.
graph::Graph Generate(std::uint32_t nodes) {
  std::mt19937 random(7);
  graph::Graph graph;
  graph.entities = nodes;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    graph.nodes.push_back({.ref = std::format("component:default/service-{}", i),
                           .label = std::format("service-{}", i),
                           .kind = "component",
                           .is_root = i == 0});
    // Parents are near the root, as a few systems hold most components.
    if (i > 0)
      graph.edges.push_back(
          {.from = static_cast<std::uint32_t>(random() % (1 + i / 6)), .to = i, .types = {"hasPart"}});
  }
  for (std::uint32_t i = 0; i < nodes * 6 / 10; ++i) {
    graph.edges.push_back({.from = static_cast<std::uint32_t>(random() % nodes),
                           .to = static_cast<std::uint32_t>(random() % nodes),
                           .types = {"dependsOn"}});
  }
  return graph;
}

class Canvas {
 public:
  explicit Canvas(std::uint32_t nodes, store::GraphLayout layout) {
    store::GraphQuery query;
    query.layout = layout;
    plan_ = views::PlanOf(Generate(nodes), query);
  }

  /// The first one lays out.
  double FrameMs() {
    return Measure([&] {
      environment_.now_secs += 1.0 / 60;
      context_.BeginFrame(environment_);
      {
        ui::Frame frame(context_);
        const ui::GraphPicture& picture = views::PictureOf(frame, plan_, {}, cache_);
        frame.GraphCanvas({.label = "Graph", .summary = "", .picture = picture, .height_em = 38});
        id_ = Find(context_.tree().nodes());
      }
      const ui::FrameOutput output = context_.EndFrame();
      ui::AcceptTextures();
    });
  }

  /// The median and the highest of `count` frames, each after `change`.
  std::string FramesMs(int count, const ui::InputEvent& change) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      ui::InputEvent event = change;
      event.node = id_;
      // There and back, so that something is seen all the time.
      if (event.kind == ui::InputKind::Pan && i % 40 >= 20) event.x = -event.x;
      context_.Post(std::move(event));
      times.push_back(FrameMs());
    }
    std::ranges::sort(times);
    return std::format("{{\"median_ms\":{:.2f},\"max_ms\":{:.2f}}}", times[times.size() / 2], times.back());
  }

 private:
  static ui::NodeId Find(const std::vector<ui::SemanticNode>& nodes) {
    const auto found = std::ranges::find(nodes, ui::Role::Graph, &ui::SemanticNode::role);
    return found == nodes.end() ? 0 : found->id;
  }

  ui::FixedGlyphs glyphs_;
  ui::Context context_{glyphs_};
  ui::Environment environment_{.window = {1440, 900}, .system = {}};
  views::GraphPlan plan_;
  views::GraphCache cache_;
  ui::NodeId id_ = 0;
};

ui::InputEvent Zoom(std::string_view factor) {
  return {.kind = ui::InputKind::Zoom, .text = std::string(factor), .x = 700, .y = 300};
}

void Run(std::uint32_t nodes, store::GraphLayout layout, std::string_view name) {
  Canvas canvas(nodes, layout);
  const double first = canvas.FrameMs();
  const ui::InputEvent pan{.kind = ui::InputKind::Pan, .text = {}, .x = 7, .y = 0};
  const std::string all_panned = canvas.FramesMs(120, pan);
  const std::string zoomed = canvas.FramesMs(60, Zoom("1.06"));
  const std::string near_panned = canvas.FramesMs(120, pan);
  std::printf(
      "{\"layout\":\"%.*s\",\"nodes\":%u,\"layout_and_first_frame_ms\":%.1f,\"pan_all\":%s,\"zoom_in\":%s,\"pan_near\":"
      "%s}\n",
      static_cast<int>(name.size()), name.data(), nodes, first, all_panned.c_str(), zoomed.c_str(),
      near_panned.c_str());
}

}  // namespace
}  // namespace callboard::bench

int main(int argc, char** argv) {
  const auto nodes = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 5000);
  callboard::bench::Run(nodes, callboard::store::GraphLayout::Layered, "layered");
  callboard::bench::Run(nodes, callboard::store::GraphLayout::Force, "force");
}
