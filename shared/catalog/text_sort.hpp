#pragma once
// Sorting many handles by texts that lie elsewhere: eight bytes of each text at a time stand beside the handle, so that
// few comparisons have to fetch the text.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace callboard::catalog {

template <typename Handle>
struct KeyedHandle {
  std::uint64_t key;
  Handle handle;
};

/// The bytes from `depth` on as a number that compares as they do; what is missing counts as zero.
[[nodiscard]] inline std::uint64_t KeyAt(std::string_view text, std::size_t depth) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < sizeof(key); ++i) {
    const std::size_t at = depth + i;
    key = key << 8U | (at < text.size() ? static_cast<unsigned char>(text[at]) : 0U);
  }
  return key;
}

template <typename Handle, typename TextOf, typename Less>
void SortByTextFrom(std::size_t depth, std::span<KeyedHandle<Handle>> handles, TextOf& text_of, Less& less) {
  constexpr std::size_t kFew = 16;
  constexpr std::size_t kDeepest = 128;
  using Keyed = KeyedHandle<Handle>;
  if (handles.size() <= kFew || depth > kDeepest) {
    std::sort(handles.begin(), handles.end(), [&](const Keyed& a, const Keyed& b) { return less(a.handle, b.handle); });
    return;
  }
  for (Keyed& keyed : handles) keyed.key = KeyAt(text_of(keyed.handle), depth);
  std::sort(handles.begin(), handles.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
  for (std::size_t from = 0; from < handles.size();) {
    std::size_t to = from + 1;
    while (to < handles.size() && handles[to].key == handles[from].key) ++to;
    if (to - from > 1) SortByTextFrom(depth + sizeof(std::uint64_t), handles.subspan(from, to - from), text_of, less);
    from = to;
  }
}

/// `less` orders by the bytes of the texts first; where they are equal, as it likes.
template <typename Handle, typename TextOf, typename Less>
void SortByText(std::vector<Handle>& handles, TextOf text_of, Less less) {
  std::vector<KeyedHandle<Handle>> keyed;
  keyed.reserve(handles.size());
  for (const Handle handle : handles) keyed.push_back({.key = 0, .handle = handle});
  SortByTextFrom(0, std::span(keyed), text_of, less);
  for (std::size_t i = 0; i < keyed.size(); ++i) handles[i] = keyed[i].handle;
}

}  // namespace callboard::catalog
