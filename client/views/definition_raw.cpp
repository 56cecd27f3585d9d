#include "client/views/definition_raw.hpp"

#include <format>

#include "client/ui/sticky.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr std::size_t kMostMatches = 10'000;

std::string CountText(const RawLocal& local, std::size_t matches) {
  if (local.term.empty()) return "";
  if (matches == 0) return "No match";
  return std::format("{} of {}{}", local.current + 1, matches, matches == kMostMatches ? " or more" : "");
}

/// True when the reader asked for a match, which is then the current one.
bool DrawSearch(ui::Frame& frame, std::string_view text, RawLocal& local, std::vector<ui::TextRange>& matches) {
  const auto bar = ui::StickyBar(frame);
  const auto search = frame.Search("Definition");
  const auto row = frame.Row();
  const float width = frame.AvailableEm() < 30 ? 0 : 20;
  const auto field =
      frame.TextField("Search the text", local.term,
                      {.placeholder = "Search the text", .search = true, .hide_label = true, .width_em = width});
  matches = MatchesIn(text, local.term);
  if (field.changed) local.current = 0;
  if (local.current >= matches.size()) local.current = 0;
  const bool none = matches.empty();
  const bool back = frame.IconButton(ui::Icon::ArrowUp, "Previous match", {.disabled = none});
  const bool next = frame.IconButton(ui::Icon::ArrowDown, "Next match", {.disabled = none}) || field.submitted;
  const bool moves = !none && (back || next);
  if (moves) local.current = (local.current + (back ? matches.size() - 1 : 1)) % matches.size();
  const std::string count = CountText(local, matches.size());
  if (!count.empty()) frame.Text(count, ui::TextStyle::Muted);
  if (moves || field.changed) frame.Announce(count);
  return moves || (field.changed && !none);
}

}  // namespace

std::vector<ui::TextRange> MatchesIn(std::string_view text, std::string_view term) {
  std::vector<ui::TextRange> matches;
  if (term.empty()) return matches;
  const std::string lower = ToLowerAscii(text);
  const std::string wanted = ToLowerAscii(term);
  for (std::size_t at = lower.find(wanted); at != std::string::npos && matches.size() < kMostMatches;
       at = lower.find(wanted, at + wanted.size()))
    matches.push_back({at, wanted.size()});
  return matches;
}

void DrawRawText(ui::Frame& frame, std::string_view label, std::string_view text, RawLocal& local) {
  std::vector<ui::TextRange> matches;
  const bool show = DrawSearch(frame, text, local, matches);
  frame.CodeBlock(label, text,
                  {.line_numbers = true, .marks = matches, .current = local.current, .show_current = show});
}

}  // namespace callboard::views
