#pragma once
// Where pictures of letters come from. In a browser its 2D canvas draws them, in tests they have widths only.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "client/ui/semantics.hpp"

namespace callboard::ui {

/// In device pixels from the pen on the baseline, y down. `pixels` is RGBA, w * h * 4 bytes, white where `colored` is
/// false.
struct GlyphPicture {
  float x = 0;
  float y = 0;
  int w = 0;
  int h = 0;
  float advance = 0;
  bool colored = false;
  std::vector<std::uint8_t> pixels;
};

/// Ascent and descent of a line box, both positive, in units of the font size.
struct FaceMetrics {
  float ascent = 0.8F;
  float descent = 0.2F;
};

class GlyphSource {
 public:
  virtual ~GlyphSource() = default;
  [[nodiscard]] virtual FaceMetrics MetricsOf(Face face) = 0;
  /// One picture for every text, in order; a text is one letter or a cluster that only makes sense as one (a flag, an
  /// Arabic word). `pixel_size` is the font size in device pixels. Many at once cost little more than one.
  [[nodiscard]] virtual std::vector<GlyphPicture> Rasterise(Face face, float pixel_size,
                                                            std::span<const std::string> texts) = 0;
};

}  // namespace callboard::ui
