#include <format>

#include "client/graph/export.hpp"

namespace callboard::graph {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML knows no other control characters.
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

class SvgWriter {
 public:
  explicit SvgWriter(const SvgOptions& options) : options_(options), margin_(options.em) {}

  void Begin(const Extent& size) {
    const float w = size.w * options_.em + 2 * margin_;
    const float h = size.h * options_.em + 2 * margin_;
    const SvgColors& colors = options_.colors;
    out_ += std::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\" "
        "role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"{2:.0f}\">\n",
        w, h, options_.em);
    out_ += std::format("<title>{}</title>\n", Escaped(options_.title));
    out_ += std::format(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
        "orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{}\"/></marker></defs>\n",
        colors.edge);
    out_ += std::format("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n", colors.page);
  }

  void Edge(std::span<const Spot> route) {
    if (route.size() < 2) return;
    std::string path = std::format("M{}", At(route.front()));
    for (std::size_t i = 1; i < route.size(); ++i) path += Piece(route[i - 1], route[i]);
    out_ += std::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" marker-end=\"url(#tip)\"/>\n", path,
                        options_.colors.edge);
  }

  void Label(const Spot& at, std::string_view text) {
    out_ += std::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:.0f}\" text-anchor=\"middle\" fill=\"{}\" stroke=\"{}\" "
        "stroke-width=\"4\" paint-order=\"stroke\">{}</text>\n",
        X(at), Y(at) + options_.em * 0.3F, options_.em * 0.8F, options_.colors.label, options_.colors.page,
        Escaped(text));
  }

  void Node(const graph::Node& node, const Box& box) {
    const SvgColors& colors = options_.colors;
    const Spot corner{box.x, box.y};
    out_ += std::format(
        "<g><title>{}</title><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"6\" fill=\"{}\" "
        "stroke=\"{}\"/>",
        Escaped(node.ref), X(corner), Y(corner), box.w * options_.em, box.h * options_.em,
        node.is_root ? colors.root : colors.node, colors.border);
    const Spot centre{box.x + box.w / 2, box.y + box.h / 2};
    out_ += std::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" fill=\"{}\">{}</text></g>\n", X(centre),
                        Y(centre) + options_.em * 0.35F, colors.text, Escaped(node.label));
  }

  [[nodiscard]] std::string Take() { return std::move(out_) + "</svg>\n"; }

 private:
  [[nodiscard]] float X(const Spot& spot) const { return spot.x * options_.em + margin_; }
  [[nodiscard]] float Y(const Spot& spot) const { return spot.y * options_.em + margin_; }
  [[nodiscard]] std::string At(const Spot& spot) const { return std::format("{:.1f} {:.1f}", X(spot), Y(spot)); }

  [[nodiscard]] std::string Piece(const Spot& from, const Spot& to) const {
    const Spot middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    switch (options_.curve) {
      case Curve::Straight:
        break;
      case Curve::Horizontal:
        return std::format("C{} {} {}", At({middle.x, from.y}), At({middle.x, to.y}), At(to));
      case Curve::Vertical:
        return std::format("C{} {} {}", At({from.x, middle.y}), At({to.x, middle.y}), At(to));
      case Curve::HorizontalSteps:
        return std::format("L{} L{} L{}", At({middle.x, from.y}), At({middle.x, to.y}), At(to));
      case Curve::VerticalSteps:
        return std::format("L{} L{} L{}", At({from.x, middle.y}), At({to.x, middle.y}), At(to));
    }
    return std::format("L{}", At(to));
  }

  const SvgOptions& options_;
  float margin_;
  std::string out_;
};

}  // namespace

Spot MiddleOf(std::span<const Spot> route) {
  if (route.empty()) return {};
  const std::size_t half = route.size() / 2;
  if (route.size() % 2 == 1) return route[half];
  return {(route[half - 1].x + route[half].x) / 2, (route[half - 1].y + route[half].y) / 2};
}

std::string ToSvg(const Graph& graph, const Layout& layout, std::span<const std::string> labels,
                  const SvgOptions& options) {
  SvgWriter writer(options);
  writer.Begin(layout.size);
  for (const std::vector<Spot>& route : layout.routes) writer.Edge(route);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) writer.Node(graph.nodes[i], layout.boxes[i]);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!labels[i].empty() && !layout.routes[i].empty()) writer.Label(MiddleOf(layout.routes[i]), labels[i]);
  }
  return writer.Take();
}

}  // namespace callboard::graph
