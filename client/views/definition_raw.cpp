#include "client/views/definition_raw.hpp"

#include <format>

#include "client/ui/code_view.hpp"
#include "client/ui/sticky.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

std::string CountText(const RawLocal& local, std::size_t matches) {
  if (local.term.empty()) return "";
  if (matches == 0) return "No match";
  return std::format("{} of {}{}", local.current + 1, matches, matches == ui::kMostMatches ? " or more" : "");
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
  matches = ui::MatchesIn(text, local.term);
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

/// Definitions are JSON, YAML, or in a language with braces of its own (GraphQL, Protocol Buffers).
ui::CodeLanguage LanguageOf(std::string_view text) {
  const std::string_view start = TrimSpace(text);
  if (start.starts_with('{') || start.starts_with('[')) return ui::CodeLanguage::Json;
  const std::string_view line = start.substr(0, start.find('\n'));
  return line.contains(':') && !line.contains('{') ? ui::CodeLanguage::Yaml : ui::CodeLanguage::CLike;
}

}  // namespace

void DrawRawText(ui::Frame& frame, std::string_view label, std::string_view text, RawLocal& local) {
  std::vector<ui::TextRange> matches;
  const bool show = DrawSearch(frame, text, local, matches);
  ui::CodeView(frame, label, text,
               {.language = LanguageOf(text), .marks = matches, .current = local.current, .show_current = show});
}

}  // namespace callboard::views
