#include "client/graph/layout.hpp"

#include <gmock/gmock.h>

#include <random>

#include "client/graph/layered_steps.hpp"

namespace callboard::graph {
namespace {

struct Plan {
  std::vector<Extent> sizes;
  std::vector<Link> links;
};

/// A tree with some links across it, and boxes of many sizes.
Plan RandomPlan(std::uint32_t nodes, std::uint32_t more_links, std::uint32_t seed) {
  std::mt19937 random(seed);
  Plan plan;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    plan.sizes.push_back({4 + static_cast<float>(random() % 9), 2.4F});
    if (i > 0) plan.links.push_back({static_cast<std::uint32_t>(random() % i), i});
  }
  for (std::uint32_t i = 0; i < more_links; ++i)
    plan.links.push_back({static_cast<std::uint32_t>(random() % nodes), static_cast<std::uint32_t>(random() % nodes)});
  return plan;
}

bool Overlap(const Box& a, const Box& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

std::size_t CountOverlaps(const Layout& layout) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) count += Overlap(layout.boxes[i], layout.boxes[k]) ? 1 : 0;
  }
  return count;
}

void ExpectRoutesMeetBoxes(const Plan& plan, const Layout& layout) {
  const auto touches = [](const Box& box, const Spot& spot) {
    constexpr float kSlack = 0.02F;
    return spot.x >= box.x - kSlack && spot.x <= box.x + box.w + kSlack && spot.y >= box.y - kSlack &&
           spot.y <= box.y + box.h + kSlack;
  };
  ASSERT_EQ(layout.routes.size(), plan.links.size());
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    if (plan.links[i].from == plan.links[i].to) {
      EXPECT_TRUE(layout.routes[i].empty());
      continue;
    }
    ASSERT_GE(layout.routes[i].size(), 2U);
    EXPECT_TRUE(touches(layout.boxes[plan.links[i].from], layout.routes[i].front())) << i;
    EXPECT_TRUE(touches(layout.boxes[plan.links[i].to], layout.routes[i].back())) << i;
  }
}

class EveryLayout : public testing::TestWithParam<std::uint32_t> {};

TEST_P(EveryLayout, KeepsBoxesApartAndIsTheSameEachTime) {
  const Plan plan = RandomPlan(GetParam(), GetParam() / 2, GetParam());
  const auto check = [&](auto&& lay_out) {
    const Layout layout = lay_out();
    EXPECT_EQ(CountOverlaps(layout), 0U);
    for (const Box& box : layout.boxes) {
      EXPECT_GE(box.x, -0.01F);
      EXPECT_GE(box.y, -0.01F);
      EXPECT_LE(box.x + box.w, layout.size.w + 0.01F);
      EXPECT_LE(box.y + box.h, layout.size.h + 0.01F);
    }
    ExpectRoutesMeetBoxes(plan, layout);
    const Layout again = lay_out();
    EXPECT_EQ(again.boxes, layout.boxes);
    EXPECT_EQ(again.routes, layout.routes);
  };
  for (const Direction direction :
       {Direction::LeftRight, Direction::RightLeft, Direction::TopBottom, Direction::BottomTop}) {
    check([&] { return LayOutLayered(plan.sizes, plan.links, {.direction = direction}); });
  }
  check([&] { return LayOutByForce(plan.sizes, plan.links); });
}

INSTANTIATE_TEST_SUITE_P(Sizes, EveryLayout, testing::Values(1, 2, 3, 17, 120, 600));

TEST(LayeredLayout, EdgesLeadOnInEveryDirection) {
  // No cycles: every link leads from a lower number to a higher one.
  Plan plan = RandomPlan(200, 0, 5);
  for (std::uint32_t i = 0; i + 9 < 200; i += 3) plan.links.push_back({i, i + 9});
  const auto end_of = [](Direction direction, const Box& box, bool far) {
    switch (direction) {
      case Direction::LeftRight:
        return far ? box.x + box.w : box.x;
      case Direction::RightLeft:
        return far ? -box.x : -(box.x + box.w);
      case Direction::TopBottom:
        return far ? box.y + box.h : box.y;
      case Direction::BottomTop:
        return far ? -box.y : -(box.y + box.h);
    }
    return 0.F;
  };
  for (const Direction direction :
       {Direction::LeftRight, Direction::RightLeft, Direction::TopBottom, Direction::BottomTop}) {
    const Layout layout = LayOutLayered(plan.sizes, plan.links, {.direction = direction});
    for (const Link& link : plan.links) {
      EXPECT_LT(end_of(direction, layout.boxes[link.from], true), end_of(direction, layout.boxes[link.to], false))
          << link.from << " -> " << link.to;
    }
  }
}

TEST(LayeredLayout, TurnsOnlyWhatClosesACycle) {
  const std::vector<Extent> sizes(3, Extent{6, 2});
  const std::vector<Link> links = {{0, 1}, {1, 2}, {2, 0}};
  const Layout layout = LayOutLayered(sizes, links);
  EXPECT_LT(layout.boxes[0].x, layout.boxes[1].x);
  EXPECT_LT(layout.boxes[1].x, layout.boxes[2].x);
  // The link that is turned still starts where it starts.
  EXPECT_GT(layout.routes[2].front().x, layout.routes[2].back().x);
}

TEST(LayeredLayout, UntanglesWhatNeedNotCross) {
  // Three chains whose links were given crosswise.
  const std::vector<Link> links = {{0, 5}, {1, 4}, {2, 3}, {5, 6}, {4, 7}, {3, 8}};
  Layering layering = MakeLayers(9, links);
  ReduceCrossings(layering);
  EXPECT_EQ(CountCrossings(layering), 0U);
}

TEST(LayeredLayout, CountsCrossings) {
  Layering layering = MakeLayers(4, std::vector<Link>{{0, 3}, {1, 2}});
  ASSERT_EQ(layering.layers.size(), 2U);
  layering.layers = {{0, 1}, {2, 3}};
  EXPECT_EQ(CountCrossings(layering), 1U);
  layering.layers = {{0, 1}, {3, 2}};
  EXPECT_EQ(CountCrossings(layering), 0U);
}

TEST(LayeredLayout, RunsAChainStraight) {
  const std::vector<Extent> sizes(4, Extent{6, 2});
  const Layout layout = LayOutLayered(sizes, std::vector<Link>{{0, 1}, {1, 2}, {2, 3}});
  for (const Box& box : layout.boxes) EXPECT_FLOAT_EQ(box.y, layout.boxes[0].y);
}

TEST(LayeredLayout, FoldsAVeryLongLayer) {
  // One node that owns 2,000 others is no column 2,000 nodes high.
  const std::vector<Extent> sizes(2001, Extent{8, 2});
  std::vector<Link> links;
  for (std::uint32_t i = 1; i <= 2000; ++i) links.push_back({0, i});
  const Layout layout = LayOutLayered(sizes, links);
  EXPECT_LT(layout.size.h, 300);
  EXPECT_LT(layout.size.w, 500);
  for (std::uint32_t i = 1; i <= 2000; ++i) EXPECT_GT(layout.boxes[i].x, layout.boxes[0].x + 8);
}

TEST(ForceLayout, PutsNeighboursNearerThanStrangers) {
  // Two rings that one link connects.
  std::vector<Link> links;
  for (std::uint32_t i = 0; i < 10; ++i) {
    links.push_back({i, (i + 1) % 10});
    links.push_back({10 + i, 10 + (i + 1) % 10});
  }
  links.push_back({0, 10});
  const std::vector<Extent> sizes(20, Extent{6, 2});
  const Layout layout = LayOutByForce(sizes, links);
  const auto distance = [&](std::uint32_t a, std::uint32_t b) {
    const float dx = layout.boxes[a].x - layout.boxes[b].x;
    const float dy = layout.boxes[a].y - layout.boxes[b].y;
    return std::sqrt(dx * dx + dy * dy);
  };
  float beside = 0;
  for (std::uint32_t i = 0; i < 10; ++i) beside = std::max(beside, distance(i, (i + 1) % 10));
  EXPECT_LT(beside, distance(5, 15));
}

TEST(Layouts, TakeNothing) {
  EXPECT_TRUE(LayOutLayered({}, {}).boxes.empty());
  EXPECT_TRUE(LayOutByForce({}, {}).boxes.empty());
}

}  // namespace
}  // namespace callboard::graph
