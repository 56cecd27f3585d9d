#include "client/ui/fixed_glyphs.hpp"

namespace callboard::ui {

FaceMetrics FixedGlyphs::MetricsOf(Face) {
  return {.ascent = 0.9F, .descent = 0.25F};
}

std::vector<GlyphPicture> FixedGlyphs::Rasterise(Face face, float pixel_size, std::span<const std::string> texts) {
  std::vector<GlyphPicture> pictures(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool wide = face == Face::Icon || texts[i].size() > 2;
    pictures[i].advance = pixel_size * (wide ? 1.F : 0.55F);
  }
  return pictures;
}

}  // namespace callboard::ui
