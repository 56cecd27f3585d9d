#include "shared/catalog/postings.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace callboard::catalog {
namespace {

void ExpectSame(const Postings& postings, const std::set<EntityId>& expected) {
  ASSERT_EQ(postings.Size(), expected.size());
  EXPECT_EQ(postings.Empty(), expected.empty());
  const IdSet ids = postings.ToIdSet();
  EXPECT_EQ(std::set<EntityId>(ids.begin(), ids.end()), expected);
}

TEST(PostingsTest, GrowsFromOneIdToABitmapAndBack) {
  Postings postings;
  std::set<EntityId> expected;
  std::mt19937 random(1);
  while (expected.size() < 3 * Postings::kListMax) {
    const EntityId id = random() % (1U << 30U);
    postings.Add(id);
    postings.Add(id);
    expected.insert(id);
    if (expected.size() < 10 || expected.size() % 51 == 0) ExpectSame(postings, expected);
    EXPECT_TRUE(postings.Contains(id));
  }
  EXPECT_NE(postings.Bitmap(), nullptr);
  while (!expected.empty()) {
    const EntityId id = *std::next(expected.begin(), static_cast<std::ptrdiff_t>(random() % expected.size()));
    postings.Remove(id);
    postings.Remove(id);
    expected.erase(id);
    if (expected.size() < 10 || expected.size() % 51 == 0) ExpectSame(postings, expected);
    EXPECT_FALSE(postings.Contains(id));
  }
}

TEST(PostingsTest, EveryFormIntersectsAndCountsAlike) {
  for (const EntityId size : {0U, 1U, 2U, 64U, 65U, 1000U}) {
    Postings postings;
    for (EntityId i = 0; i < size; ++i) postings.Add(i * 3);
    IdSet even;
    for (EntityId i = 0; i < 3000; i += 2) even.add(i);
    const std::size_t expected = (size + 1) / 2;
    EXPECT_EQ(postings.IntersectWith(even).cardinality(), expected) << size;
    CountingSet counting(even);
    EXPECT_EQ(postings.CountIn(counting), expected) << size;
    IdUnion bits;
    postings.UnionInto(bits);
    EXPECT_TRUE(bits.ToIdSet() == postings.ToIdSet()) << size;
  }
}

TEST(PostingsTest, MovingLeavesNothingBehind) {
  Postings a;
  a.Add(1);
  a.Add(5);
  Postings b = std::move(a);
  EXPECT_EQ(b.Size(), 2);
  Postings c;
  c.Add(9);
  c = std::move(b);
  EXPECT_TRUE(c.Contains(5));
  EXPECT_FALSE(c.Contains(9));
}

}  // namespace
}  // namespace callboard::catalog
