#include "client/ui/code_view.hpp"

#include <algorithm>
#include <cmath>
#include <format>

#include "client/ui/code_box.hpp"
#include "client/ui/code_tokens.hpp"
#include "client/ui/line_diff.hpp"
#include "shared/base/text.hpp"

namespace callboard::ui {
namespace {

Color ColorOfToken(const Theme& theme, CodeToken token) {
  switch (token) {
    case CodeToken::Key:
      return theme.ToneOf(Tone::Accent).text;
    case CodeToken::Text:
      return theme.ToneOf(Tone::Good).text;
    case CodeToken::Number:
      return theme.ToneOf(Tone::Warning).text;
    case CodeToken::Word:
      return theme.ToneOf(Tone::Bad).text;
    case CodeToken::Comment:
      return theme.muted;
    case CodeToken::Plain:
      break;
  }
  return theme.text;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return Split(text, '\n');
}

/// The marks on one line, which begins at byte `begin` of the text.
void DrawMarks(Context& context, const TextFont& font, std::string_view line, std::size_t begin,
               std::span<const TextRange> marks, std::size_t current, Point at) {
  auto mark = std::ranges::lower_bound(marks, begin, {}, &TextRange::begin);
  for (; mark != marks.end() && mark->begin < begin + line.size(); ++mark) {
    const bool is_current = static_cast<std::size_t>(mark - marks.begin()) == current;
    const float x = at.x + ExactWidth(context, font, line.substr(0, mark->begin - begin));
    const float width = ExactWidth(context, font, line.substr(mark->begin - begin, mark->length));
    const Rect rect{x - 1, at.y, width + 2, static_cast<float>(font.line_height)};
    const ToneColors& colors = context.theme().ToneOf(is_current ? Tone::Accent : Tone::Warning);
    context.painter().Fill(rect, colors.fill, 2);
    context.painter().Stroke(rect, colors.text, 2, is_current ? 2 : 1);
  }
}

/// Scrolls the page so that the current mark is in the upper half of the window.
void ShowCurrent(Context& context, std::string_view text, const CodeViewOptions& options) {
  if (!options.show_current || options.current >= options.marks.size()) return;
  const auto line = std::ranges::count(text.substr(0, options.marks[options.current].begin), '\n');
  const SemanticNode& box = context.tree().at(context.last_widget());
  const float y = box.rect.y + context.metrics().gap;
  const auto height = static_cast<float>(FontOf(context.metrics(), TextStyle::Mono).line_height);
  context.output().scroll_to =
      std::max(0.F, y + static_cast<float>(line) * height - context.environment().window.h * 0.4F);
}

void DrawTokens(Context& context, const TextFont& font, std::string_view line, std::span<const CodeSpan> spans,
                Point at) {
  std::size_t drawn = 0;
  const auto draw = [&](std::size_t end, CodeToken token) {
    if (end <= drawn) return;
    const std::string_view piece = line.substr(drawn, end - drawn);
    DrawPiece(context, font, piece, at, ColorOfToken(context.theme(), token));
    at.x += ExactWidth(context, font, piece);
    drawn = end;
  };
  for (const CodeSpan& span : spans) {
    draw(span.begin, CodeToken::Plain);
    draw(span.end, span.token);
  }
  draw(line.size(), CodeToken::Plain);
}

void DrawNumber(Context& context, std::size_t number, const Rect& box) {
  if (number == 0) return;
  const TextFont font = FontOf(context.metrics(), TextStyle::Mono);
  const std::string text = std::format("{}", number);
  DrawPiece(context, font, text, {box.Right() - ExactWidth(context, font, text), box.y}, context.theme().muted);
}

float NumberWidth(Context& context, std::size_t most) {
  const TextFont font = FontOf(context.metrics(), TextStyle::Mono);
  return std::ceil(ExactWidth(context, font, std::format("{}", most)));
}

/// Title, search and copy button above the box. Gives what was found.
std::vector<TextRange> DrawHeader(Frame& frame, std::string_view label, std::string_view text, std::string* search) {
  std::vector<TextRange> found;
  const auto row = frame.Row();
  frame.Text(label, TextStyle::SmallStrong);
  frame.Spring();
  if (search != nullptr) {
    const auto field =
        frame.TextField(std::format("Search in {}", label), *search,
                        {.placeholder = "Search in this text", .search = true, .hide_label = true, .width_em = 15});
    found = MatchesIn(text, *search);
    const std::string said =
        found.empty() ? "Not found" : std::format("{} match{}", found.size(), found.size() == 1 ? "" : "es");
    if (field.changed && !search->empty()) frame.Announce(said);
    if (!search->empty()) frame.Text(said, TextStyle::Small);
  }
  if (frame.Button("Copy", {.kind = ButtonKind::Quiet, .icon = Icon::Copy})) {
    frame.CopyToClipboard(text);
    frame.Announce("Copied");
  }
  return found;
}

std::string_view SignOf(DiffKind kind) {
  if (kind == DiffKind::Added) return "+ ";
  return kind == DiffKind::Removed ? "- " : "  ";
}

std::string TextOfDiffLine(const DiffLine& line) {
  if (line.kind == DiffKind::Skipped)
    return std::format("… {} unchanged line{}", line.count, line.count == 1 ? "" : "s");
  return std::string(SignOf(line.kind)) + std::string(line.text);
}

const ToneColors& ColorsOf(const Theme& theme, DiffKind kind) {
  return theme.ToneOf(kind == DiffKind::Added ? Tone::Good : Tone::Bad);
}

/// Two columns of line numbers on the colour of the line.
void DrawDiffGutter(Context& context, const DiffLine& line, const CodeLinePlace& place, float number_width) {
  if (line.kind == DiffKind::Added || line.kind == DiffKind::Removed)
    context.painter().Fill({place.row.x + 1, place.row.y, place.row.w - 2, place.row.h},
                           ColorsOf(context.theme(), line.kind).fill);
  DrawNumber(context, line.before, {place.gutter.x, place.gutter.y, number_width, place.gutter.h});
  const float second = place.gutter.x + number_width + context.metrics().em * 0.7F;
  DrawNumber(context, line.after, {second, place.gutter.y, number_width, place.gutter.h});
}

}  // namespace

std::vector<TextRange> MatchesIn(std::string_view text, std::string_view term) {
  std::vector<TextRange> matches;
  if (term.empty()) return matches;
  const std::string lower = ToLowerAscii(text);
  const std::string wanted = ToLowerAscii(term);
  for (std::size_t at = lower.find(wanted); at != std::string::npos && matches.size() < kMostMatches;
       at = lower.find(wanted, at + wanted.size()))
    matches.push_back({at, wanted.size()});
  return matches;
}

void CodeView(Frame& frame, std::string_view label, std::string_view text, const CodeViewOptions& options) {
  Context& context = frame.context();
  const auto id = frame.Id(label);
  const std::vector<TextRange> found = DrawHeader(frame, label, text, options.search);
  const std::span<const TextRange> marks = options.search == nullptr ? options.marks : found;
  const std::vector<std::string_view> lines = LinesOf(text);
  const TextFont font = FontOf(context.metrics(), TextStyle::Mono);
  const float numbers = NumberWidth(context, lines.size());
  std::size_t next = 0;
  bool in_comment = false;
  const auto draw_text = [&](std::size_t i, const CodeLinePlace& place) {
    // Only comments reach from line to line.
    if (options.language == CodeLanguage::CLike) {
      for (; next < i; ++next) static_cast<void>(TokensOf(options.language, lines[next], in_comment));
    }
    next = i + 1;
    const auto begin = static_cast<std::size_t>(lines[i].data() - text.data());
    DrawMarks(context, font, lines[i], begin, marks, options.current, place.text);
    DrawTokens(context, font, lines[i], TokensOf(options.language, lines[i], in_comment), place.text);
  };
  DrawCodeBox(frame, {.label = label,
                      .lines = lines,
                      .gutter_width = numbers + context.metrics().em,
                      .draw_text = draw_text,
                      .draw_gutter = [&](std::size_t i, const CodeLinePlace& place) {
                        DrawNumber(context, i + 1, {place.gutter.x, place.gutter.y, numbers, place.gutter.h});
                      }});
  ShowCurrent(context, text, options);
}

void Frame::CodeBlock(std::string_view label, std::string_view text, CodeLanguage language) {
  CodeView(*this, label, text, {.language = language});
}

void DiffView(Frame& frame, std::string_view label, std::string_view before, std::string_view after) {
  Context& context = frame.context();
  const auto id = frame.Id(label);
  const std::vector<DiffLine> diff = DiffLines(before, after);
  const auto count = [&](DiffKind kind) { return std::ranges::count(diff, kind, &DiffLine::kind); };
  {
    const auto row = frame.Row();
    frame.Text(label, TextStyle::SmallStrong);
    frame.Text(std::format("{} added, {} removed", count(DiffKind::Added), count(DiffKind::Removed)), TextStyle::Small);
  }
  std::vector<std::string> texts;
  for (const DiffLine& line : diff) texts.push_back(TextOfDiffLine(line));
  const std::vector<std::string_view> lines(texts.begin(), texts.end());
  std::size_t most = 1;
  for (const DiffLine& line : diff) most = std::max({most, line.before, line.after});
  const float numbers = NumberWidth(context, most);
  const TextFont font = FontOf(context.metrics(), TextStyle::Mono);
  const auto draw_text = [&](std::size_t i, const CodeLinePlace& place) {
    const DiffKind kind = diff[i].kind;
    const bool differs = kind == DiffKind::Added || kind == DiffKind::Removed;
    const Color plain = kind == DiffKind::Skipped ? context.theme().muted : context.theme().text;
    DrawPiece(context, font, lines[i], place.text, differs ? ColorsOf(context.theme(), kind).text : plain);
  };
  const float em = context.metrics().em;
  DrawCodeBox(frame, {.label = label,
                      .lines = lines,
                      .gutter_width = 2 * numbers + em * 1.7F,
                      .draw_text = draw_text,
                      .draw_gutter = [&](std::size_t i, const CodeLinePlace& place) {
                        DrawDiffGutter(context, diff[i], place, numbers);
                      }});
}

}  // namespace callboard::ui
