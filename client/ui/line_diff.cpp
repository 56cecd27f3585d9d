#include "client/ui/line_diff.hpp"

#include <algorithm>
#include <span>

#include "shared/base/text.hpp"

namespace callboard::ui {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kMostLines = 2000;

Lines LinesOf(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text.empty() ? Lines{} : Split(text, '\n');
}

/// Lengths of the longest common subsequences of what follows each pair of lines; row by row.
std::vector<std::uint16_t> CommonLengths(std::span<const std::string_view> a, std::span<const std::string_view> b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint16_t> lengths((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      lengths[i * width + j] = a[i] == b[j] ? static_cast<std::uint16_t>(lengths[(i + 1) * width + j + 1] + 1)
                                            : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  return lengths;
}

class Differ {
 public:
  Differ(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  std::vector<DiffLine> Run() {
    std::size_t start = 0;
    const std::size_t shorter = std::min(before_.size(), after_.size());
    while (start < shorter && before_[start] == after_[start]) ++start;
    std::size_t tail = 0;
    while (tail < shorter - start && before_[before_.size() - 1 - tail] == after_[after_.size() - 1 - tail]) ++tail;
    for (std::size_t i = 0; i < start; ++i) AddSame();
    Middle(before_.size() - tail, after_.size() - tail);
    for (std::size_t i = 0; i < tail; ++i) AddSame();
    return std::move(out_);
  }

 private:
  void AddSame() {
    out_.push_back({.kind = DiffKind::Same, .text = before_[i_], .before = i_ + 1, .after = j_ + 1});
    ++i_;
    ++j_;
  }
  void AddRemoved() {
    out_.push_back({.kind = DiffKind::Removed, .text = before_[i_], .before = i_ + 1});
    ++i_;
  }
  void AddAdded() {
    out_.push_back({.kind = DiffKind::Added, .text = after_[j_], .after = j_ + 1});
    ++j_;
  }

  void Middle(std::size_t before_end, std::size_t after_end) {
    const std::span<const std::string_view> a(before_.data() + i_, before_end - i_);
    const std::span<const std::string_view> b(after_.data() + j_, after_end - j_);
    const std::size_t first_i = i_;
    const std::size_t first_j = j_;
    if (std::max(a.size(), b.size()) <= kMostLines) {
      const auto lengths = CommonLengths(a, b);
      const auto at = [&](std::size_t i, std::size_t j) {
        return lengths[(i - first_i) * (b.size() + 1) + j - first_j];
      };
      while (i_ < before_end && j_ < after_end) {
        if (before_[i_] == after_[j_]) {
          AddSame();
        } else if (at(i_ + 1, j_) >= at(i_, j_ + 1)) {
          AddRemoved();
        } else {
          AddAdded();
        }
      }
    }
    while (i_ < before_end) AddRemoved();
    while (j_ < after_end) AddAdded();
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t i_ = 0;
  std::size_t j_ = 0;
  std::vector<DiffLine> out_;
};

/// Whether each line is near a difference.
std::vector<bool> NearDifferences(const std::vector<DiffLine>& lines, std::size_t context) {
  std::vector<bool> near(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == DiffKind::Same) continue;
    const std::size_t first = i > context ? i - context : 0;
    for (std::size_t k = first; k < std::min(lines.size(), i + context + 1); ++k) near[k] = true;
  }
  return near;
}

}  // namespace

std::vector<DiffLine> DiffLines(std::string_view before, std::string_view after, std::size_t context) {
  const Lines before_lines = LinesOf(before);
  const Lines after_lines = LinesOf(after);
  const std::vector<DiffLine> all = Differ(before_lines, after_lines).Run();
  const std::vector<bool> near = NearDifferences(all, context);
  std::vector<DiffLine> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (near[i]) {
      out.push_back(all[i]);
    } else if (!out.empty() && out.back().kind == DiffKind::Skipped) {
      ++out.back().count;
    } else {
      out.push_back({.kind = DiffKind::Skipped, .count = 1});
    }
  }
  return out;
}

}  // namespace callboard::ui
