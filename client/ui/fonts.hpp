#pragma once
// ImGui's dynamic font atlas, fed by a GlyphSource. Letters that no single code point stands for (flags, families of
// emoji, words of joined or right-to-left scripts) are clusters: each gets a private code point and is drawn as one
// picture.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/ui/glyphs.hpp"

struct ImFont;
struct ImFontBaked;

namespace callboard::ui {

/// One of what a line is made of: a letter or a cluster. `bytes` is its length in the text.
struct TextUnit {
  std::uint32_t glyph = 0;
  std::uint32_t bytes = 0;
  /// A line may end after it.
  bool breaks_after = false;
  bool is_space = false;
};

class Fonts {
 public:
  /// Adds one font per face to the current ImGui context's atlas. `source` outlives the fonts.
  explicit Fonts(GlyphSource& source);
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  [[nodiscard]] FaceMetrics MetricsOf(Face face) const { return metrics_[static_cast<std::size_t>(face)]; }
  /// The units of `text`, which may be any bytes; what is not UTF-8 becomes U+FFFD. The reference lives until the next
  /// call.
  [[nodiscard]] const std::vector<TextUnit>& UnitsOf(std::string_view text);
  /// The letters of a face at a size, with all of `units` ready to draw. Valid during this frame.
  [[nodiscard]] ImFontBaked* Prepare(Face face, int size, const std::vector<TextUnit>& units);
  /// The text that a private code point stands for; for others the letter itself.
  [[nodiscard]] std::string TextOf(std::uint32_t glyph) const;

  struct FaceData;

 private:
  [[nodiscard]] std::uint32_t ClusterGlyph(std::string_view cluster);

  std::vector<std::unique_ptr<FaceData>> faces_;
  std::vector<FaceMetrics> metrics_;
  std::unordered_map<std::string, std::uint32_t> cluster_glyphs_;
  std::vector<std::string> clusters_;
  std::vector<TextUnit> units_;
};

}  // namespace callboard::ui
