#include "client/ui/theme.hpp"

#include <cmath>

namespace callboard::ui {
namespace {

constexpr Theme kLight{.scheme = Scheme::Light,
                       .page = {0xF5F6F8FF},
                       .surface = {0xFFFFFFFF},
                       .sunken = {0xF1F3F6FF},
                       .sidebar = {0xFFFFFFFF},
                       .border = {0xDFE3E9FF},
                       .control_border = {0x7F8A9CFF},
                       .text = {0x1A2230FF},
                       .muted = {0x566172FF},
                       .link = {0x1D55C9FF},
                       .accent = {0x2459CFFF},
                       .on_accent = {0xFFFFFFFF},
                       .hover = {0x1A223010},
                       .current = {0x2459CF1C},
                       .focus = {0x1D55C9FF},
                       .shadow = {0x10182814},
                       .scrim = {0x0F172A80},
                       .tones = {{{0x465063FF}, {0xEBEEF2FF}, {0xD3D9E1FF}},
                                 {{0x1B4CB3FF}, {0xE6EEFDFF}, {0xBCD0F7FF}},
                                 {{0x176339FF}, {0xE3F5EAFF}, {0xB2DFC3FF}},
                                 {{0x7A4A00FF}, {0xFDF1D9FF}, {0xF0D08EFF}},
                                 {{0xA31D1DFF}, {0xFDE8E8FF}, {0xF3BDBDFF}}},
                       .series = {{0x2459CFFF}, {0xC2410CFF}, {0x15803DFF}, {0x9333EAFF}, {0x0E7490FF}, {0xBE185DFF}}};

constexpr Theme kDark{.scheme = Scheme::Dark,
                      .page = {0x10141AFF},
                      .surface = {0x181D25FF},
                      .sunken = {0x212833FF},
                      .sidebar = {0x141920FF},
                      .border = {0x2C3440FF},
                      .control_border = {0x768297FF},
                      .text = {0xE7EBF1FF},
                      .muted = {0xA3AEBEFF},
                      .link = {0x8AB4FFFF},
                      .accent = {0x7FADFFFF},
                      .on_accent = {0x0B1220FF},
                      .hover = {0xFFFFFF12},
                      .current = {0x7FADFF26},
                      .focus = {0x9CC1FFFF},
                      .shadow = {0x00000040},
                      .scrim = {0x000000A6},
                      .tones = {{{0xC3CCD9FF}, {0x2A323EFF}, {0x3B4553FF}},
                                {{0xA9C8FFFF}, {0x1C2C4AFF}, {0x2F4877FF}},
                                {{0x8FDDB0FF}, {0x16301FFF}, {0x27583AFF}},
                                {{0xF3CC7FFF}, {0x382A0FFF}, {0x634A1AFF}},
                                {{0xFFAFAFFF}, {0x401C1EFF}, {0x6F3033FF}}},
                      .series = {{0x7FADFFFF}, {0xFDBA74FF}, {0x86EFACFF}, {0xD8B4FEFF}, {0x67E8F9FF}, {0xF9A8D4FF}}};

constexpr ToneColors kInkOnPaper{{0x000000FF}, {0xFFFFFFFF}, {0x000000FF}};
constexpr ToneColors kPaperOnInk{{0xFFFFFFFF}, {0x000000FF}, {0xFFFFFFFF}};

constexpr Theme kHighContrastLight{
    .scheme = Scheme::HighContrastLight,
    .page = {0xFFFFFFFF},
    .surface = {0xFFFFFFFF},
    .sunken = {0xFFFFFFFF},
    .sidebar = {0xFFFFFFFF},
    .border = {0x000000FF},
    .control_border = {0x000000FF},
    .text = {0x000000FF},
    .muted = {0x1F1F1FFF},
    .link = {0x0000B3FF},
    .accent = {0x0000B3FF},
    .on_accent = {0xFFFFFFFF},
    .hover = {0x00000020},
    .current = {0x0000B326},
    .focus = {0x0000B3FF},
    .shadow = {0x00000000},
    .scrim = {0x000000B3},
    .tones = {kInkOnPaper,
              {{0x0000B3FF}, {0xFFFFFFFF}, {0x0000B3FF}},
              {{0x004D1CFF}, {0xFFFFFFFF}, {0x004D1CFF}},
              {{0x5C3300FF}, {0xFFFFFFFF}, {0x5C3300FF}},
              {{0x990000FF}, {0xFFFFFFFF}, {0x990000FF}}},
    .series = {{0x0000B3FF}, {0x7A2E00FF}, {0x004D1CFF}, {0x5B21B6FF}, {0x155E75FF}, {0x9D174DFF}}};

constexpr Theme kHighContrastDark{
    .scheme = Scheme::HighContrastDark,
    .page = {0x000000FF},
    .surface = {0x000000FF},
    .sunken = {0x000000FF},
    .sidebar = {0x000000FF},
    .border = {0xFFFFFFFF},
    .control_border = {0xFFFFFFFF},
    .text = {0xFFFFFFFF},
    .muted = {0xE6E6E6FF},
    .link = {0xFFFF66FF},
    .accent = {0xFFFF66FF},
    .on_accent = {0x000000FF},
    .hover = {0xFFFFFF33},
    .current = {0xFFFF6640},
    .focus = {0x66FFFFFF},
    .shadow = {0x00000000},
    .scrim = {0x000000CC},
    .tones = {kPaperOnInk,
              {{0xFFFF66FF}, {0x000000FF}, {0xFFFF66FF}},
              {{0x7DFFA8FF}, {0x000000FF}, {0x7DFFA8FF}},
              {{0xFFD27DFF}, {0x000000FF}, {0xFFD27DFF}},
              {{0xFFA3A3FF}, {0x000000FF}, {0xFFA3A3FF}}},
    .series = {{0x7FADFFFF}, {0xFDBA74FF}, {0x86EFACFF}, {0xD8B4FEFF}, {0x67E8F9FF}, {0xF9A8D4FF}}};

Theme ForcedTheme(const SystemColors& system) {
  Theme theme;
  theme.scheme = Scheme::Forced;
  theme.page = theme.surface = theme.sunken = theme.sidebar = system.canvas;
  theme.border = theme.text = theme.muted = system.canvas_text;
  theme.control_border = system.button_border;
  theme.link = system.link;
  theme.accent = theme.focus = system.highlight;
  theme.on_accent = system.highlight_text;
  theme.hover = system.highlight.WithAlpha(0x30);
  theme.current = system.highlight.WithAlpha(0x50);
  theme.shadow = system.canvas.WithAlpha(0);
  theme.scrim = system.canvas.WithAlpha(0xCC);
  for (ToneColors& tone : theme.tones) tone = {system.canvas_text, system.canvas, system.canvas_text};
  for (Color& series : theme.series) series = system.canvas_text;
  return theme;
}

}  // namespace

Theme MakeTheme(Scheme scheme, const SystemColors& system) {
  switch (scheme) {
    case Scheme::Light:
      return kLight;
    case Scheme::Dark:
      return kDark;
    case Scheme::HighContrastLight:
      return kHighContrastLight;
    case Scheme::HighContrastDark:
      return kHighContrastDark;
    case Scheme::Forced:
      break;
  }
  return ForcedTheme(system);
}

Metrics MakeMetrics(float root_font_px) {
  const float scale = root_font_px / 16;
  const auto scaled = [&](float size) { return std::round(size * scale); };
  return {.em = scaled(15),
          .line = scaled(22),
          .small = scaled(13),
          .small_line = scaled(19),
          .control = scaled(36),
          .radius = scaled(8),
          .gap = scaled(12),
          .padding = scaled(18)};
}

}  // namespace callboard::ui
