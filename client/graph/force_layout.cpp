#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_map>

#include "client/graph/layout.hpp"

namespace callboard::graph {
namespace {

constexpr float kIdealGap = 4;
// Groups of nodes count as one when they look smaller than this from where a force is felt (Barnes and Hut's theta).
constexpr float kTheta = 1;
constexpr int kMostRounds = 300;
constexpr std::size_t kWork = 400'000;  // rounds times nodes
constexpr int kMostPushes = 40;
constexpr float kNodeGap = 0.6F;

struct Vec {
  float x = 0;
  float y = 0;
};

/// A square of the plane with the mass of what is in it, and its quarters.
class QuadTree {
 public:
  explicit QuadTree(std::span<const Vec> spots) : spots_(spots) {
    Vec low{std::numeric_limits<float>::max(), std::numeric_limits<float>::max()};
    Vec high{-low.x, -low.y};
    for (const Vec& spot : spots) {
      low = {std::min(low.x, spot.x), std::min(low.y, spot.y)};
      high = {std::max(high.x, spot.x), std::max(high.y, spot.y)};
    }
    const float side = std::max({high.x - low.x, high.y - low.y, 1.F});
    cells_.push_back({.corner = low, .side = side});
    for (std::uint32_t i = 0; i < spots.size(); ++i) Insert(i);
  }

  /// The push on a node of everything else: as one over the distance.
  [[nodiscard]] Vec PushOn(std::uint32_t node, float strength) {
    Vec push;
    stack_.assign(1, 0);
    const Vec at = spots_[node];
    while (!stack_.empty()) {
      const Cell& cell = cells_[stack_.back()];
      stack_.pop_back();
      if (cell.mass == 0 || (cell.node == node && cell.mass <= 1)) continue;
      const float mass = static_cast<float>(cell.mass);
      const Vec away{at.x - cell.sum.x / mass, at.y - cell.sum.y / mass};
      const float square = away.x * away.x + away.y * away.y + 0.01F;
      if (cell.first_quarter == 0 || cell.side * cell.side < kTheta * kTheta * square) {
        push.x += away.x / square * mass * strength;
        push.y += away.y / square * mass * strength;
      } else {
        for (std::uint32_t quarter = 0; quarter < 4; ++quarter) stack_.push_back(cell.first_quarter + quarter);
      }
    }
    return push;
  }

 private:
  static constexpr int kMostLevels = 24;
  static constexpr std::uint32_t kNobody = UINT32_MAX;
  struct Cell {
    Vec corner;
    float side = 0;
    Vec sum;
    std::uint32_t mass = 0;
    std::uint32_t node = kNobody;  // of a cell with one
    std::uint32_t first_quarter = 0;
  };

  [[nodiscard]] std::uint32_t QuarterOf(const Cell& cell, const Vec& spot) const {
    const float half = cell.side / 2;
    return cell.first_quarter + (spot.x >= cell.corner.x + half ? 1U : 0U) + (spot.y >= cell.corner.y + half ? 2U : 0U);
  }

  void Split(std::uint32_t at) {
    const auto first = static_cast<std::uint32_t>(cells_.size());
    const Vec corner = cells_[at].corner;
    const float half = cells_[at].side / 2;
    for (const Vec by : {Vec{0, 0}, Vec{half, 0}, Vec{0, half}, Vec{half, half}})
      cells_.push_back({.corner = {corner.x + by.x, corner.y + by.y}, .side = half});
    cells_[at].first_quarter = first;
  }

  void Insert(std::uint32_t node) {
    const Vec spot = spots_[node];
    std::uint32_t at = 0;
    for (int level = 0;; ++level) {
      if (cells_[at].mass == 1 && cells_[at].first_quarter == 0 && level < kMostLevels) {
        const std::uint32_t other = cells_[at].node;
        Split(at);
        Cell& below = cells_[QuarterOf(cells_[at], spots_[other])];
        below.node = other;
        below.mass = 1;
        below.sum = spots_[other];
      }
      Cell& cell = cells_[at];
      cell.node = cell.mass == 0 ? node : kNobody;
      ++cell.mass;
      cell.sum = {cell.sum.x + spot.x, cell.sum.y + spot.y};
      if (cell.first_quarter == 0) return;
      at = QuarterOf(cell, spot);
    }
  }

  std::span<const Vec> spots_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> stack_;
};

/// A spiral: the nodes that come first, which are the roots, are in the middle.
std::vector<Vec> FirstSpots(std::size_t count, float ideal) {
  std::vector<Vec> spots;
  const float turn = std::numbers::pi_v<float> * (3 - std::sqrt(5.F));
  for (std::size_t i = 0; i < count; ++i) {
    const float radius = ideal * 0.7F * std::sqrt(static_cast<float>(i));
    const float angle = turn * static_cast<float>(i);
    spots.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  return spots;
}

/// One round: every node moves by the forces on it, at most by `most`.
void MoveOnce(std::vector<Vec>& spots, std::span<const Link> links, float ideal, float most) {
  QuadTree tree(spots);
  std::vector<Vec> forces(spots.size());
  for (std::uint32_t i = 0; i < spots.size(); ++i) {
    const Vec push = tree.PushOn(i, ideal * ideal);
    // A little pull to the middle keeps parts together that no link connects.
    forces[i] = {push.x - spots[i].x * 0.3F, push.y - spots[i].y * 0.3F};
  }
  for (const Link& link : links) {
    const Vec apart{spots[link.to].x - spots[link.from].x, spots[link.to].y - spots[link.from].y};
    const float pull = std::sqrt(apart.x * apart.x + apart.y * apart.y) / ideal;
    forces[link.from] = {forces[link.from].x + apart.x * pull, forces[link.from].y + apart.y * pull};
    forces[link.to] = {forces[link.to].x - apart.x * pull, forces[link.to].y - apart.y * pull};
  }
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const float length = std::sqrt(forces[i].x * forces[i].x + forces[i].y * forces[i].y);
    if (length <= 0) continue;
    const float step = std::min(length, most) / length;
    spots[i] = {spots[i].x + forces[i].x * step, spots[i].y + forces[i].y * step};
  }
}

/// Finds boxes that overlap by the squares of a grid, as large as the largest box.
class OverlapRemover {
 public:
  OverlapRemover(std::span<const Extent> sizes, std::vector<Vec>& spots) : sizes_(sizes), spots_(spots) {
    for (const Extent& size : sizes) square_ = std::max({square_, size.w + kNodeGap, size.h + kNodeGap});
  }

  void Run() {
    for (int round = 0; PushApart(); ++round) {
      if (round < kMostPushes) continue;
      for (Vec& spot : spots_) spot = {spot.x * 1.1F, spot.y * 1.1F};
    }
  }

 private:
  [[nodiscard]] std::int64_t KeyOf(float x, float y) const {
    const auto column = static_cast<std::int64_t>(std::floor(x / square_));
    const auto row = static_cast<std::int64_t>(std::floor(y / square_));
    return column * 1'000'003 + row;
  }

  bool PushApart() {
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> squares;
    bool found = false;
    for (std::uint32_t i = 0; i < spots_.size(); ++i) {
      for (const float dx : {-1.F, 0.F, 1.F}) {
        for (const float dy : {-1.F, 0.F, 1.F}) {
          const auto near = squares.find(KeyOf(spots_[i].x + dx * square_, spots_[i].y + dy * square_));
          if (near == squares.end()) continue;
          for (const std::uint32_t other : near->second) found = Separate(other, i) || found;
        }
      }
      squares[KeyOf(spots_[i].x, spots_[i].y)].push_back(i);
    }
    return found;
  }

  /// Moves two boxes that overlap apart, the shorter way.
  bool Separate(std::uint32_t a, std::uint32_t b) {
    const Vec apart{spots_[b].x - spots_[a].x, spots_[b].y - spots_[a].y};
    const float x = (sizes_[a].w + sizes_[b].w) / 2 + kNodeGap - std::abs(apart.x);
    const float y = (sizes_[a].h + sizes_[b].h) / 2 + kNodeGap - std::abs(apart.y);
    // Sums of rounded numbers need not come out even.
    constexpr float kSlack = 0.01F;
    if (x <= kSlack || y <= kSlack) return false;
    const Vec by = x < y ? Vec{apart.x < 0 ? -x / 2 : x / 2, 0} : Vec{0, apart.y < 0 ? -y / 2 : y / 2};
    spots_[a] = {spots_[a].x - by.x, spots_[a].y - by.y};
    spots_[b] = {spots_[b].x + by.x, spots_[b].y + by.y};
    return true;
  }

  std::span<const Extent> sizes_;
  std::vector<Vec>& spots_;
  float square_ = 1;
};

/// Where the line between two centres leaves `box`.
Spot EdgeOf(const Box& box, const Spot& centre, const Spot& towards) {
  const float dx = towards.x - centre.x;
  const float dy = towards.y - centre.y;
  const float by_x = dx == 0 ? std::numeric_limits<float>::max() : box.w / 2 / std::abs(dx);
  const float by_y = dy == 0 ? std::numeric_limits<float>::max() : box.h / 2 / std::abs(dy);
  const float part = std::min({by_x, by_y, 1.F});
  return {centre.x + dx * part, centre.y + dy * part};
}

Layout LayoutOf(std::span<const Extent> sizes, std::span<const Link> links, const std::vector<Vec>& spots) {
  Layout layout;
  Vec low{std::numeric_limits<float>::max(), std::numeric_limits<float>::max()};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    layout.boxes.push_back({spots[i].x - sizes[i].w / 2, spots[i].y - sizes[i].h / 2, sizes[i].w, sizes[i].h});
    low = {std::min(low.x, layout.boxes[i].x), std::min(low.y, layout.boxes[i].y)};
  }
  for (Box& box : layout.boxes) {
    box.x -= low.x;
    box.y -= low.y;
    layout.size = {std::max(layout.size.w, box.x + box.w), std::max(layout.size.h, box.y + box.h)};
  }
  const auto centre = [](const Box& box) { return Spot{box.x + box.w / 2, box.y + box.h / 2}; };
  for (const Link& link : links) {
    const Box& from = layout.boxes[link.from];
    const Box& to = layout.boxes[link.to];
    std::vector<Spot>& route = layout.routes.emplace_back();
    if (link.from == link.to) continue;
    route = {EdgeOf(from, centre(from), centre(to)), EdgeOf(to, centre(to), centre(from))};
  }
  return layout;
}

}  // namespace

Layout LayOutByForce(std::span<const Extent> sizes, std::span<const Link> links) {
  if (sizes.empty()) return {};
  float width = 0;
  for (const Extent& size : sizes) width += size.w;
  const float ideal = width / static_cast<float>(sizes.size()) / 2 + kIdealGap;
  std::vector<Vec> spots = FirstSpots(sizes.size(), ideal);
  const auto rounds = static_cast<int>(std::clamp<std::size_t>(kWork / sizes.size(), 40, kMostRounds));
  for (int round = 0; round < rounds; ++round) {
    // What is allowed cools down, so that the layout comes to rest.
    const float left = 1 - static_cast<float>(round) / static_cast<float>(rounds);
    MoveOnce(spots, links, ideal, ideal * 2 * left + 0.05F);
  }
  OverlapRemover(sizes, spots).Run();
  return LayoutOf(sizes, links, spots);
}

}  // namespace callboard::graph
