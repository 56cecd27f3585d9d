#include "functions/catalog/location_pattern.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

using Parts = std::vector<std::string>;

/// Runs of slashes count as one.
Parts PartsOf(std::string_view text) {
  Parts parts;
  const auto all = Split(text, '/');
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == 0 || i + 1 == all.size() || !all[i].empty()) parts.emplace_back(all[i]);
  }
  return parts;
}

bool IsDots(std::string_view part) {
  return part == "." || part == "..";
}

bool PartMatches(const std::string& part, const std::string& pattern) {
  if (pattern.find_first_of("*?[(") == std::string::npos) return EqualsIgnoringCase(part, pattern);
  if (part.empty() || IsDots(part)) return false;
  return fnmatch(pattern.c_str(), part.c_str(), FNM_CASEFOLD | FNM_EXTMATCH) == 0;
}

bool PartsMatch(std::span<const std::string> parts, std::span<const std::string> patterns) {
  if (patterns.empty()) return parts.empty() || (parts.size() == 1 && parts[0].empty());
  if (parts.empty()) return false;
  if (patterns[0] != "**")
    return PartMatches(parts[0], patterns[0]) && PartsMatch(parts.subspan(1), patterns.subspan(1));
  if (patterns.size() == 1) return std::ranges::none_of(parts, IsDots);
  for (std::size_t skipped = 0; skipped < parts.size(); ++skipped) {
    if (PartsMatch(parts.subspan(skipped), patterns.subspan(1))) return true;
    if (IsDots(parts[skipped])) return false;
  }
  return false;
}

/// The texts between the commas of the braces that open at `open`, and where they close; no alternatives when these
/// are no such braces.
struct Braces {
  std::vector<std::string_view> alternatives;
  std::size_t close = 0;
};

Braces BracesAt(std::string_view pattern, std::size_t open) {
  Braces braces;
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '{') ++depth;
    const bool closes = pattern[i] == '}' && --depth == 0;
    if (!closes && !(pattern[i] == ',' && depth == 1)) continue;
    braces.alternatives.push_back(pattern.substr(begin, i - begin));
    begin = i + 1;
    braces.close = i;
    if (closes) break;
  }
  if (depth != 0 || braces.alternatives.size() < 2) braces.alternatives.clear();
  return braces;
}

bool MatchesAny(std::string_view target, std::string_view pattern) {
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    const Braces braces = BracesAt(pattern, open);
    if (braces.alternatives.empty()) continue;
    return std::ranges::any_of(braces.alternatives, [&](std::string_view alternative) {
      return MatchesAny(
          target, std::string(pattern.substr(0, open)).append(alternative).append(pattern.substr(braces.close + 1)));
    });
  }
  return PartsMatch(PartsOf(target), PartsOf(pattern));
}

}  // namespace

bool MatchesPattern(std::string_view target, std::string_view pattern) {
  if (pattern.starts_with('!')) return !MatchesPattern(target, pattern.substr(1));
  return MatchesAny(target, pattern);
}

}  // namespace callboard::catalog
