#pragma once
// A made-up organisation of any size, the same for the same size.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::bench {

/// 70 % components, 15 % APIs with definitions, 8 % resources, 4 % systems, 1 % domains, 1 % groups, 1 % users, with
/// labels, annotations, tags, links and relations as tests/bench/data/generate.mjs gives them, after processing.
class CatalogGenerator {
 public:
  explicit CatalogGenerator(std::size_t entities);

  /// The entity with this number, as the catalog's feed would bring it; `etag` tells versions of it apart.
  [[nodiscard]] catalog::Change Make(std::size_t number, std::uint64_t change_seq);
  [[nodiscard]] std::size_t size() const { return entities_; }
  [[nodiscard]] std::string RefOf(std::size_t number) const;

 private:
  enum class Kind : std::uint8_t { Component, Api, Resource, System, Domain, Group, User };

  [[nodiscard]] Kind KindOf(std::size_t number) const;
  [[nodiscard]] std::string NameOf(std::size_t number) const;
  /// A number of the kind, drawn at random.
  [[nodiscard]] std::size_t Draw(Kind kind);
  [[nodiscard]] std::size_t Below(std::size_t end);
  [[nodiscard]] bool Chance(int percent) { return Below(100) < static_cast<std::size_t>(percent); }
  [[nodiscard]] std::string OwnerRef();
  [[nodiscard]] Json Metadata(std::size_t number);
  [[nodiscard]] Json Spec(std::size_t number);
  [[nodiscard]] Json ComponentSpec(std::size_t number);

  std::size_t entities_;
  std::vector<std::size_t> first_;  // of each kind, and the end
  std::mt19937 random_;
};

}  // namespace callboard::bench
