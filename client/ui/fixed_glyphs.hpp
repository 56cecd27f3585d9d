#pragma once
// Letters without pictures and with widths that are the same everywhere, so that layouts in tests are too.

#include "client/ui/glyphs.hpp"

namespace callboard::ui {

/// A letter is 0.55 em wide, one of CJK, an icon or a cluster 1 em.
class FixedGlyphs final : public GlyphSource {
 public:
  [[nodiscard]] FaceMetrics MetricsOf(Face face) override;
  [[nodiscard]] std::vector<GlyphPicture> Rasterise(Face face, float pixel_size,
                                                    std::span<const std::string> texts) override;
};

}  // namespace callboard::ui
