#pragma once
// A sorted sequence in chunks: a change moves one chunk, never the whole, and a walk starts anywhere.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace callboard::catalog {

/// Values are small handles; `less` compares what they stand for, is the same in every call, and tells all values
/// apart.
template <typename Value>
class ChunkedOrder {
 public:
  static constexpr std::size_t kChunkMax = 512;

  /// A place between or at values; End() is behind the last.
  struct Position {
    std::size_t chunk = 0;
    std::size_t index = 0;
    friend bool operator==(const Position&, const Position&) = default;
  };

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Position Begin() const { return {}; }
  [[nodiscard]] Position End() const { return {.chunk = chunks_.size(), .index = 0}; }
  [[nodiscard]] Value At(Position at) const { return chunks_[at.chunk][at.index]; }

  [[nodiscard]] Position Next(Position at) const {
    if (++at.index < chunks_[at.chunk].size()) return at;
    return {.chunk = at.chunk + 1, .index = 0};
  }
  /// `at` is not Begin().
  [[nodiscard]] Position Previous(Position at) const {
    if (at.index > 0) return {.chunk = at.chunk, .index = at.index - 1};
    return {.chunk = at.chunk - 1, .index = chunks_[at.chunk - 1].size() - 1};
  }

  /// The first value for which `before(value)` is false; `before` holds for a leading part of the sequence.
  template <typename Before>
  [[nodiscard]] Position Partition(Before&& before) const {
    const auto chunk =
        std::partition_point(chunks_.begin(), chunks_.end(), [&](const auto& values) { return before(values.back()); });
    if (chunk == chunks_.end()) return End();
    const auto value = std::partition_point(chunk->begin(), chunk->end(), before);
    return {.chunk = static_cast<std::size_t>(chunk - chunks_.begin()),
            .index = static_cast<std::size_t>(value - chunk->begin())};
  }

  /// Adds values that are not in the sequence yet. Many at once are merged in one pass, few are inserted one by one.
  template <typename Less>
  void Add(std::vector<Value> values, Less&& less) {
    if (values.empty()) return;
    std::sort(values.begin(), values.end(), less);
    if (values.size() * 16 > size_) {
      Merge(values, less);
    } else {
      for (const Value value : values) Insert(value, less);
    }
  }

  /// Takes out a value that is in the sequence.
  template <typename Less>
  void Remove(Value value, Less&& less) {
    const Position at = Partition([&](Value other) { return less(other, value); });
    auto& chunk = chunks_[at.chunk];
    chunk.erase(chunk.begin() + static_cast<std::ptrdiff_t>(at.index));
    if (chunk.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(at.chunk));
    --size_;
  }

 private:
  template <typename Less>
  void Insert(Value value, Less& less) {
    Position at = Partition([&](Value other) { return less(other, value); });
    if (at == End()) at = {.chunk = chunks_.size() - 1, .index = chunks_.back().size()};
    auto& chunk = chunks_[at.chunk];
    chunk.insert(chunk.begin() + static_cast<std::ptrdiff_t>(at.index), value);
    ++size_;
    if (chunk.size() <= kChunkMax) return;
    const auto middle = chunk.begin() + kChunkMax / 2;
    std::vector<Value> upper(middle, chunk.end());
    chunk.erase(middle, chunk.end());
    chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(at.chunk) + 1, std::move(upper));
  }

  template <typename Less>
  void Merge(const std::vector<Value>& added, Less& less) {
    std::vector<Value> old;
    old.reserve(size_);
    for (const auto& chunk : chunks_) old.insert(old.end(), chunk.begin(), chunk.end());
    std::vector<Value> all;
    all.reserve(old.size() + added.size());
    std::merge(old.begin(), old.end(), added.begin(), added.end(), std::back_inserter(all), less);
    size_ = all.size();
    chunks_.clear();
    constexpr std::size_t kFill = kChunkMax * 3 / 4;
    for (std::size_t from = 0; from < all.size(); from += kFill) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(from);
      chunks_.emplace_back(first, first + static_cast<std::ptrdiff_t>(std::min(kFill, all.size() - from)));
    }
  }

  std::vector<std::vector<Value>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace callboard::catalog
