#include "client/ui/theme.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

namespace callboard::ui {
namespace {

constexpr double kText = 4.5;    // WCAG 1.4.3, AA
constexpr double kControl = 3;   // WCAG 1.4.11
constexpr double kEnhanced = 7;  // WCAG 1.4.6, AAA

constexpr std::array kSchemes = {Scheme::Light, Scheme::Dark, Scheme::HighContrastLight, Scheme::HighContrastDark};

double Linear(std::uint32_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double Luminance(Color color) {
  return 0.2126 * Linear(color.rgba >> 24) + 0.7152 * Linear((color.rgba >> 16) & 0xFF) +
         0.0722 * Linear((color.rgba >> 8) & 0xFF);
}

/// What is seen of a colour with alpha on an opaque one.
Color Over(Color top, Color below) {
  const double alpha = (top.rgba & 0xFF) / 255.0;
  std::uint32_t rgba = 0xFF;
  for (const int shift : {8, 16, 24}) {
    const double mixed = ((top.rgba >> shift) & 0xFF) * alpha + ((below.rgba >> shift) & 0xFF) * (1 - alpha);
    rgba |= static_cast<std::uint32_t>(std::lround(mixed)) << shift;
  }
  return {rgba};
}

double Contrast(Color a, Color b) {
  const double first = Luminance(a);
  const double second = Luminance(b);
  const auto [low, high] = std::minmax(first, second);
  return (high + 0.05) / (low + 0.05);
}

class ThemeContrast : public testing::TestWithParam<Scheme> {
 protected:
  [[nodiscard]] std::array<Color, 4> Grounds() const {
    return {theme_.page, theme_.surface, theme_.sunken, theme_.sidebar};
  }
  static void Expect(std::string_view what, Color ink, Color ground, double least) {
    EXPECT_GE(Contrast(ink, ground), least) << std::format("{}: {:08x} on {:08x}", what, ink.rgba, ground.rgba);
  }
  /// Text on a ground as it is, hovered, and marked as current.
  static void ExpectText(std::string_view what, Color ink, Color ground, const Theme& theme, double least) {
    Expect(what, ink, ground, least);
    Expect(what, ink, Over(theme.hover, ground), least);
    Expect(what, ink, Over(theme.current, ground), least);
  }

  Theme theme_ = MakeTheme(GetParam());
};

TEST(Contrast, IsThatOfWcag) {
  EXPECT_DOUBLE_EQ(Contrast({0x000000FF}, {0xFFFFFFFF}), 21);
  EXPECT_NEAR(Contrast({0x777777FF}, {0xFFFFFFFF}), 4.48, 0.01);
  EXPECT_EQ(Over({0xFFFFFF80}, {0x000000FF}).rgba, 0x808080FFU);
}

TEST_P(ThemeContrast, TextCanBeRead) {
  const bool enhanced = GetParam() >= Scheme::HighContrastLight;
  const double least = enhanced ? kEnhanced : kText;
  for (const Color ground : Grounds()) {
    ExpectText("text", theme_.text, ground, theme_, least);
    ExpectText("muted", theme_.muted, ground, theme_, kText);
    ExpectText("link", theme_.link, ground, theme_, kText);
  }
  Expect("on accent", theme_.on_accent, theme_.accent, kText);
  Expect("tooltip", theme_.surface, theme_.text, least);
}

TEST_P(ThemeContrast, TonesCanBeRead) {
  for (std::size_t i = 0; i < kToneCount; ++i) {
    const ToneColors& tone = theme_.tones[i];
    const std::string what = std::format("tone {}", i);
    Expect(what, tone.text, tone.fill, kText);
    Expect(what, theme_.text, tone.fill, kText);
    // Code is coloured with tones.
    for (const Color ground : Grounds()) Expect(what, tone.text, ground, kText);
  }
}

TEST_P(ThemeContrast, ControlsAndChartsCanBeSeen) {
  for (const Color ground : {theme_.page, theme_.surface}) {
    Expect("control border", theme_.control_border, ground, kControl);
    Expect("accent", theme_.accent, ground, kControl);
    Expect("focus", theme_.focus, ground, kControl);
    for (const Color series : theme_.series) Expect("series", series, ground, kControl);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ThemeContrast, testing::ValuesIn(kSchemes));

TEST(Theme, ForcedColorsAreTheSystems) {
  const SystemColors system{.canvas = {0x102030FF}, .canvas_text = {0xF0E0D0FF}};
  const Theme theme = MakeTheme(Scheme::Forced, system);
  EXPECT_EQ(theme.surface, system.canvas);
  for (const Color series : theme.series) EXPECT_EQ(series, system.canvas_text);
}

}  // namespace
}  // namespace callboard::ui
