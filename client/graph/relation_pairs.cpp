#include "client/graph/relation_pairs.hpp"

#include <algorithm>
#include <array>

namespace callboard::graph {
namespace {

constexpr std::array kPairs = {
    RelationPair{"ownerOf", "ownedBy"},           RelationPair{"consumesApi", "apiConsumedBy"},
    RelationPair{"apiProvidedBy", "providesApi"}, RelationPair{"hasPart", "partOf"},
    RelationPair{"parentOf", "childOf"},          RelationPair{"hasMember", "memberOf"},
    RelationPair{"dependsOn", "dependencyOf"},
};

// Who depends on a thing, who consumes an API, the APIs that a component serves, and the parts of what fails. Not
// partOf: one failing part would take in its whole system, and with it everything.
constexpr std::array<std::string_view, 4> kImpact = {"dependencyOf", "apiConsumedBy", "providesApi", "hasPart"};

}  // namespace

std::span<const RelationPair> RelationPairs() {
  return kPairs;
}

const RelationPair* PairOf(std::string_view type) {
  const auto found = std::ranges::find_if(
      kPairs, [&](const RelationPair& pair) { return pair.primary == type || pair.inverse == type; });
  return found == kPairs.end() ? nullptr : &*found;
}

std::span<const std::string_view> ImpactRelations() {
  return kImpact;
}

}  // namespace callboard::graph
