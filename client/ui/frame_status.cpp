#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "client/ui/text_units.hpp"
#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

constexpr double kProgressFrameSecs = 1.0 / 30;

float ChipPad(const Metrics& metrics) {
  return std::round(metrics.em * 0.6F);
}

Icon IconOf(Tone tone) {
  constexpr std::array kIcons = {Icon::Info, Icon::Info, Icon::Check, Icon::Warning, Icon::Error};
  return kIcons[static_cast<std::size_t>(tone)];
}

/// The first letters of the first and the last word.
std::string InitialsOf(std::string_view name) {
  std::vector<RawUnit> units;
  SplitUnits(name, units);
  std::string initials;
  std::string last;
  bool starts_word = true;
  std::size_t at = 0;
  for (const RawUnit& unit : units) {
    const std::string_view bytes = name.substr(at, unit.bytes);
    at += unit.bytes;
    const bool separates = bytes == " " || bytes == "-" || bytes == "_" || bytes == "." || bytes == "/" || bytes == ":";
    if (starts_word && !separates) (initials.empty() ? initials : last) = bytes;
    starts_word = separates;
  }
  initials += last;
  for (char& c : initials) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return initials;
}

/// Says once that something came up, as long as it stays.
void AnnounceOnce(Frame& frame, NodeId id, std::string_view message) {
  WidgetState& state = frame.context().StateOf(id);
  if (!state.open) frame.Announce(message);
  state.open = true;
}

}  // namespace

float Frame::ChipWidth(std::string_view text, enum Icon icon) const {
  const Metrics& metrics = context_.metrics();
  const float icon_room = icon == Icon::None ? 0 : metrics.small + metrics.em * 0.35F;
  return context_.painter().WidthOf(FontOf(metrics, TextStyle::Small), text) + icon_room + 2 * ChipPad(metrics);
}

/// `name` is what is announced: another one than `text` when that alone says too little.
void Frame::DrawChip(std::string_view text, std::string_view name, Tone tone, enum Icon icon) {
  const Metrics& metrics = context_.metrics();
  const ToneColors& colors = context_.theme().ToneOf(tone);
  const float pad = ChipPad(metrics);
  const float icon_room = icon == Icon::None ? 0 : metrics.small + metrics.em * 0.35F;
  const float height = metrics.small_line + 5;
  const Rect rect = context_.layout().Place({ChipWidth(text, icon), height});
  SemanticNode& node = RecordLeaf(context_, Role::Text, name, rect, name);
  if (name != text) node.states |= kNamed;
  if (rect.w < 2 * pad) return;
  context_.painter().Fill(rect, colors.fill, height / 2);
  context_.painter().Stroke(rect, colors.border, height / 2);
  DrawLabel(context_, node, FontOf(metrics, TextStyle::Small), text,
            {rect.x + pad + icon_room, rect.y, rect.w - 2 * pad - icon_room + 1, rect.h}, colors.text);
  const Rect icon_at{rect.x + pad, rect.y + std::floor((rect.h - metrics.small) / 2), metrics.small, metrics.small};
  context_.painter().Icon(icon, icon_at, colors.text);
}

void Frame::Chip(std::string_view text, Tone tone, enum Icon icon) {
  DrawChip(text, text, tone, icon);
}

void Frame::Chips(std::span<const std::string> texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string others = std::format("+{}", texts.size() - i);
    const float room = i + 1 < texts.size() ? ChipWidth(others, Icon::None) + context_.metrics().em : 0;
    if (context_.layout().CutsText() && ChipWidth(texts[i], Icon::None) + room > context_.layout().AvailableWidth()) {
      std::string names;
      for (const std::string& text : texts.subspan(i)) names += (names.empty() ? "" : ", ") + text;
      return DrawChip(i == 0 && texts.size() == 1 ? texts[0] : others, names, Tone::Neutral, Icon::None);
    }
    Chip(texts[i]);
  }
}

bool Frame::RemovableChip(std::string_view text) {
  const Metrics& metrics = context_.metrics();
  // A column of its own width, so that a row of chips knows when to wrap.
  const auto column = Column(ChipWidth(text, Icon::None) / metrics.em + 0.1F + metrics.control / metrics.em);
  const auto row = Row({.gap_em = 0.1F, .wrap = false});
  Chip(text, Tone::Accent);
  return IconButton(Icon::Close, std::format("Remove {}", text));
}

void Frame::IconPicture(enum Icon icon, std::string_view label, Tone tone) {
  const float size = std::round(context_.metrics().em * 1.25F);
  const Rect rect = context_.layout().Place({size, size});
  const Color color = tone == Tone::Neutral ? context_.theme().muted : context_.theme().ToneOf(tone).text;
  context_.painter().Icon(icon, rect, color);
  if (!label.empty()) RecordLeaf(context_, Role::Image, label, rect, label).states |= kNamed;
}

void Frame::Avatar(std::string_view name, float size_em) {
  const Theme& theme = context_.theme();
  const float size = std::round(size_em * context_.metrics().em);
  const Rect rect = context_.layout().Place({size, size});
  std::uint32_t hash = 7;
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
  const ToneColors& colors = theme.ToneOf(static_cast<Tone>(hash % kToneCount));
  context_.painter().Fill(rect, colors.fill, size / 2);
  context_.painter().Stroke(rect, colors.border, size / 2);
  const auto font_size = static_cast<int>(std::round(size * 0.4F));
  const TextFont font{Face::Bold, font_size, font_size};
  const std::string initials = InitialsOf(name);
  const TextShape shape = context_.painter().Measure(font, initials, size, Overflow::Ellipsis);
  const Point at{rect.x + std::floor((size - shape.size.w) / 2), rect.y + std::floor((size - shape.size.h) / 2)};
  context_.painter().Text(font, initials, shape, at, colors.text);
}

void Frame::Banner(Tone tone, std::string_view title, std::string_view detail) {
  const Metrics& metrics = context_.metrics();
  const ToneColors& colors = context_.theme().ToneOf(tone);
  const Rect at = context_.layout().StartItem(0);
  const std::size_t node = OpenNode(context_, Role::Group, title, title);
  context_.tree().at(node).states |= kNamed;
  AnnounceOnce(*this, context_.tree().at(node).id, title);
  context_.painter().OpenGroup();
  const float pad = metrics.gap;
  const float icon = std::round(metrics.em * 1.3F);
  const float text_x = at.x + pad + icon + pad;
  context_.layout().OpenStack({text_x, at.y + pad, at.Right() - pad - text_x, 0}, metrics.gap / 4);
  Text(title, TextStyle::Strong);
  if (!detail.empty()) Text(detail);
  const Rect rect{at.x, at.y, at.w, context_.layout().Close().h + 2 * pad};
  context_.painter().BeginBackground();
  context_.painter().Fill(rect, colors.fill, metrics.radius);
  context_.painter().Stroke(rect, colors.border, metrics.radius);
  context_.painter().Icon(IconOf(tone), {at.x + pad, at.y + pad + 1, icon, icon}, colors.text);
  context_.painter().EndBackground();
  context_.tree().at(node).rect = rect;
  CloseNode(context_, node);
  context_.layout().FinishItem({rect.w, rect.h});
}

void Frame::EmptyState(enum Icon icon, std::string_view title, std::string_view detail) {
  const Metrics& metrics = context_.metrics();
  const Rect at = context_.layout().StartItem(0);
  const float size = metrics.em * 3;
  context_.painter().Icon(icon, {at.x + std::floor((at.w - size) / 2), at.y + metrics.em * 2, size, size},
                          context_.theme().muted);
  float y = at.y + metrics.em * 2 + size + metrics.gap;
  const auto centred = [&](const TextFont& font, std::string_view text, Color color) {
    const TextShape shape = context_.painter().Measure(font, text, std::min(at.w, 32 * metrics.em), Overflow::Wrap);
    const Rect rect{at.x + std::floor((at.w - shape.size.w) / 2), y, shape.size.w, shape.size.h};
    SemanticNode& node = RecordLeaf(context_, Role::Text, text, rect, text);
    node.states |= kBlock;
    DrawRun(context_, node, font, text, shape, {rect.x, rect.y}, color);
    y += shape.size.h + metrics.gap / 3;
  };
  centred(HeadingFont(metrics, 3), title, context_.theme().text);
  if (!detail.empty()) centred(FontOf(metrics, TextStyle::Muted), detail, context_.theme().muted);
  context_.layout().FinishItem({at.w, y - at.y + metrics.em * 2});
}

bool Frame::ErrorPanel(std::string_view title, std::string_view message, bool can_retry) {
  Banner(Tone::Bad, title, message);
  return can_retry && Button("Try again", {.icon = Icon::Refresh});
}

void Frame::ProgressIndicator(std::string_view label, float fraction) {
  const Metrics& metrics = context_.metrics();
  const Theme& theme = context_.theme();
  const Rect at = context_.layout().StartItem(context_.layout().IsInLine() ? 10 * metrics.em : 0);
  const float height = std::round(metrics.em * 0.4F);
  const Rect rect{at.x, at.y, at.w, height};
  SemanticNode& node = RecordLeaf(context_, Role::Progress, label, rect, label);
  node.states |= kNamed;
  if (fraction >= 0) node.value = std::format("{:.2f}", fraction);
  context_.painter().Fill(rect, theme.sunken, height / 2);
  context_.painter().Stroke(rect, theme.border, height / 2);
  Rect bar{rect.x, rect.y, rect.w * std::clamp(fraction, 0.F, 1.F), height};
  if (fraction < 0) {
    const bool still = context_.environment().reduced_motion;
    const auto phase = still ? 0.35F : static_cast<float>(std::fmod(NowSecs(), 1.4) / 1.4);
    bar = {rect.x + rect.w * 0.75F * phase, rect.y, rect.w * 0.25F, height};
    if (!still) context_.RequestFrameIn(kProgressFrameSecs);
  }
  context_.painter().Fill(bar, theme.accent, height / 2);
  context_.layout().FinishItem({rect.w, rect.h});
}

void Frame::Skeleton(std::string_view label, int lines) {
  const Metrics& metrics = context_.metrics();
  const Rect at = context_.layout().StartItem(0);
  const float height = static_cast<float>(lines) * metrics.line;
  SemanticNode& node = RecordLeaf(context_, Role::Progress, label, {at.x, at.y, at.w, height}, label);
  node.states |= kNamed | kBusy;
  AnnounceOnce(*this, node.id, label);
  for (int i = 0; i < lines; ++i) {
    const float width = at.w * (i % 3 == 2 ? 0.45F : i % 3 == 1 ? 0.8F : 0.65F);
    const float y = at.y + static_cast<float>(i) * metrics.line + metrics.line * 0.2F;
    context_.painter().Fill({at.x, y, width, metrics.line * 0.6F}, context_.theme().sunken, metrics.radius / 2);
  }
  context_.layout().FinishItem({at.w, height});
}

}  // namespace callboard::ui
