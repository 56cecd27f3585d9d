#pragma once
// Colours and measures. Widgets use these tokens only; which theme is on follows the system.

#include <cstdint>

#include "client/ui/types.hpp"

namespace callboard::ui {

/// sRGB with straight alpha, 0xRRGGBBAA.
struct Color {
  std::uint32_t rgba = 0x000000FF;
  [[nodiscard]] constexpr Color WithAlpha(std::uint32_t alpha) const { return {(rgba & 0xFFFFFF00U) | alpha}; }
  friend bool operator==(const Color&, const Color&) = default;
};

struct ToneColors {
  Color text;
  Color fill;
  Color border;
};

enum class Scheme : std::uint8_t { Light, Dark, HighContrastLight, HighContrastDark, Forced };

inline constexpr std::size_t kSeriesCount = 6;

struct Theme {
  Scheme scheme = Scheme::Light;
  Color page;
  Color surface;
  /// Fields, chips and code on a surface.
  Color sunken;
  Color sidebar;
  Color border;
  /// Edges of things that can be operated: 3:1 against what is behind.
  Color control_border;
  Color text;
  Color muted;
  Color link;
  Color accent;
  Color on_accent;
  Color hover;
  Color current;
  Color focus;
  Color shadow;
  Color scrim;
  ToneColors tones[kToneCount];
  /// What tells the series of a chart apart: 3:1 against surfaces, and never alone.
  Color series[kSeriesCount];

  [[nodiscard]] const ToneColors& ToneOf(Tone tone) const { return tones[static_cast<std::size_t>(tone)]; }
};

/// The colours that a system with forced colours prescribes (CSS system colours).
struct SystemColors {
  Color canvas{0xFFFFFFFF};
  Color canvas_text{0x000000FF};
  Color link{0x0000EEFF};
  Color button_border{0x000000FF};
  Color highlight{0x0000EEFF};
  Color highlight_text{0xFFFFFFFF};
  Color gray_text{0x555555FF};
};

[[nodiscard]] Theme MakeTheme(Scheme scheme, const SystemColors& system = {});

/// Sizes in CSS pixels at the reader's own font size.
struct Metrics {
  /// Body text; 1 em of every layout.
  float em = 15;
  float line = 22;
  float small = 13;
  float small_line = 19;
  float control = 36;
  float radius = 8;
  float gap = 12;
  float padding = 18;
};

/// `root_font_px` is the browser's default font size, 16 unless the reader chose another.
[[nodiscard]] Metrics MakeMetrics(float root_font_px);

}  // namespace callboard::ui
