#include "shared/catalog/chunked_order.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <set>

namespace callboard::catalog {
namespace {

template <typename Order>
std::vector<int> ValuesOf(const Order& order) {
  std::vector<int> values;
  for (auto at = order.Begin(); at != order.End(); at = order.Next(at)) values.push_back(order.At(at));
  return values;
}

TEST(ChunkedOrderTest, StaysSortedThroughManySmallAndLargeChanges) {
  ChunkedOrder<int> order;
  std::set<int> expected;
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::set<int> added;
    for (unsigned i = round % 3 == 0 ? 900 : 40; i > 0; --i) {
      const int value = static_cast<int>(random() % 100'000);
      if (!expected.contains(value)) added.insert(value);
    }
    expected.insert(added.begin(), added.end());
    if (round % 10 == 3) {
      order.Assign({expected.begin(), expected.end()});
    } else {
      for (const int value : added) order.Insert(value, std::less<>());
    }
    for (int i = 0; i < 200 && !expected.empty(); ++i) {
      auto victim = expected.lower_bound(static_cast<int>(random() % 100'000));
      if (victim == expected.end()) victim = expected.begin();
      order.Remove(*victim, std::less<>());
      expected.erase(victim);
    }
    ASSERT_EQ(order.size(), expected.size());
    ASSERT_EQ(ValuesOf(order), std::vector<int>(expected.begin(), expected.end()));
  }
}

TEST(ChunkedOrderTest, FindsPlacesAndWalksBothWays) {
  ChunkedOrder<int> order;
  EXPECT_EQ(order.Begin(), order.End());
  std::vector<int> even;
  for (int i = 0; i < 4000; i += 2) even.push_back(i);
  order.Assign(even);
  const auto at = order.Partition([](int value) { return value < 1001; });
  EXPECT_EQ(order.At(at), 1002);
  EXPECT_EQ(order.At(order.Previous(at)), 1000);
  EXPECT_EQ(order.Partition([](int) { return true; }), order.End());
  EXPECT_EQ(order.At(order.Previous(order.End())), 3998);
  order.Remove(1002, std::less<>());
  EXPECT_EQ(order.At(order.Partition([](int value) { return value < 1001; })), 1004);
}

}  // namespace
}  // namespace callboard::catalog
