#include "functions/catalog/glob.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxAlternatives = 256;

/// The set at the start of `pattern` ("[a-z]", "[!0]"): how long it is, and whether it holds `c`. Nothing when it does
/// not end.
struct Set {
  std::size_t length = 0;
  bool holds = false;
};

std::optional<Set> SetAt(std::string_view pattern, char c) {
  const bool negated = pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^');
  const std::size_t first = negated ? 2 : 1;
  bool found = false;
  for (std::size_t i = first; i < pattern.size(); ++i) {
    if (pattern[i] == ']' && i > first) return Set{i + 1, found != negated};
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      found = found || pattern[i] == c;
    }
  }
  return std::nullopt;
}

/// How much of `pattern` meets `c`; 0 when it does not.
std::size_t MeetOne(std::string_view pattern, char c) {
  if (pattern.front() == '?') return 1;
  if (pattern.front() == '[') {
    if (const auto set = SetAt(pattern, c)) return set->holds ? set->length : 0;
  }
  return pattern.front() == c ? 1 : 0;
}

bool PartMatches(std::string_view part, std::string_view pattern) {
  if (part.starts_with('.') && !pattern.starts_with('.')) return false;
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::optional<std::pair<std::size_t, std::size_t>> star;  // where to go on after one more character for it
  while (at < part.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = {at, ++in_pattern};
      continue;
    }
    const std::size_t met = in_pattern < pattern.size() ? MeetOne(pattern.substr(in_pattern), part[at]) : 0;
    if (met > 0) {
      ++at;
      in_pattern += met;
    } else if (star) {
      at = ++star->first;
      in_pattern = star->second;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

/// As PartMatches, with "**" for the star. With `is_folder`, whether more parts could make it match.
bool PartsMatch(std::span<const std::string_view> parts, std::span<const std::string> patterns, bool is_folder) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::optional<std::pair<std::size_t, std::size_t>> star;
  while (at < parts.size()) {
    if (in_pattern < patterns.size() && patterns[in_pattern] == "**") {
      star = {at, ++in_pattern};
    } else if (in_pattern < patterns.size() && PartMatches(parts[at], patterns[in_pattern])) {
      ++at;
      ++in_pattern;
    } else if (star && !parts[star->first].starts_with('.')) {
      at = ++star->first;
      in_pattern = star->second;
    } else {
      return false;
    }
  }
  if (is_folder) return star || in_pattern < patterns.size();
  return std::ranges::all_of(patterns.subspan(in_pattern), [](const std::string& left) { return left == "**"; });
}

/// The first braces that hold alternatives, as where they open, where their commas are, and where they close.
std::vector<std::size_t> FirstBraces(std::string_view pattern) {
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    std::vector<std::size_t> marks{open};
    std::size_t depth = 0;
    for (std::size_t i = open; i < pattern.size(); ++i) {
      if (pattern[i] == '{') ++depth;
      if (pattern[i] == ',' && depth == 1) marks.push_back(i);
      if (pattern[i] == '}' && --depth == 0) {
        marks.push_back(i);
        if (marks.size() > 2) return marks;
        break;
      }
    }
  }
  return {};
}

std::vector<std::string> WithoutBraces(std::string_view pattern) {
  std::vector<std::string> done;
  std::vector<std::string> waiting{std::string(pattern)};
  while (!waiting.empty() && done.size() + waiting.size() < kMaxAlternatives) {
    const std::string text = std::move(waiting.back());
    waiting.pop_back();
    const auto marks = FirstBraces(text);
    if (marks.empty()) done.push_back(text);
    for (std::size_t i = 1; i < marks.size(); ++i) {
      const std::size_t begin = marks[i - 1] + 1;
      waiting.push_back(text.substr(0, marks.front()) + text.substr(begin, marks[i] - begin) +
                        text.substr(marks.back() + 1));
    }
  }
  return done;
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  for (const std::string& alternative : WithoutBraces(pattern)) {
    std::vector<std::string> parts;
    for (const std::string_view part : Split(alternative, '/')) {
      if (!part.empty() && part != ".") parts.emplace_back(part);
    }
    alternatives_.push_back(std::move(parts));
  }
}

bool Glob::IsPattern(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos || !FirstBraces(text).empty();
}

bool Glob::Matches(std::string_view path) const {
  const auto parts = Split(path, '/');
  return std::ranges::any_of(alternatives_, [&](const auto& patterns) { return PartsMatch(parts, patterns, false); });
}

bool Glob::CanMatchBelow(std::string_view folder) const {
  if (folder.empty()) return true;
  const auto parts = Split(folder, '/');
  return std::ranges::any_of(alternatives_, [&](const auto& patterns) { return PartsMatch(parts, patterns, true); });
}

std::string Glob::FixedFolder() const {
  std::string folder;
  if (alternatives_.size() != 1) return folder;
  const auto& parts = alternatives_.front();
  for (std::size_t i = 0; i + 1 < parts.size() && !IsPattern(parts[i]); ++i)
    folder.append(folder.empty() ? "" : "/").append(parts[i]);
  return folder;
}

}  // namespace callboard::catalog
