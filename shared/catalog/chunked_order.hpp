#pragma once
// A sorted sequence in chunks: a change moves one chunk, never the whole, and a walk starts anywhere.

#include <algorithm>
#include <cstddef>
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

  /// Makes the values, which are sorted, the sequence.
  void Assign(const std::vector<Value>& sorted) {
    constexpr std::size_t kFill = kChunkMax * 3 / 4;
    size_ = sorted.size();
    chunks_.clear();
    chunks_.reserve(size_ / kFill + 1);
    for (std::size_t from = 0; from < sorted.size(); from += kFill) {
      const auto first = sorted.begin() + static_cast<std::ptrdiff_t>(from);
      chunks_.emplace_back(first, first + static_cast<std::ptrdiff_t>(std::min(kFill, sorted.size() - from)));
    }
  }

  /// Adds a value that is not in the sequence yet.
  template <typename Less>
  void Insert(Value value, Less&& less) {
    if (chunks_.empty()) return Assign({value});
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
  std::vector<std::vector<Value>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace callboard::catalog
