// Letters from the browser's 2D canvas; the JavaScript half is web/src/glyphs.ts.
#include <emscripten.h>

#include <cstring>

#include "client/platform/page.hpp"
#include "client/platform/web_buffer.hpp"

namespace callboard::platform {
namespace {

// clang-format off
EM_JS_DEPS(callboard_glyphs, "$UTF8ToString");
EM_JS(double, js_face_metric, (int face, int which), { return Module.host.faceMetrics(face)[which]; });
EM_JS(int, js_rasterise, (int face, double pixel_size, const char* texts), {
  const bytes = Module.host.rasterise(face, pixel_size, UTF8ToString(texts));
  HEAPU8.set(bytes, _cb_buffer(bytes.length));
  return bytes.length;
});
// clang-format on

constexpr std::size_t kHeaderFloats = 6;

class CanvasGlyphs final : public ui::GlyphSource {
 public:
  [[nodiscard]] ui::FaceMetrics MetricsOf(ui::Face face) override {
    const int number = static_cast<int>(face);
    return {static_cast<float>(js_face_metric(number, 0)), static_cast<float>(js_face_metric(number, 1))};
  }

  [[nodiscard]] std::vector<ui::GlyphPicture> Rasterise(ui::Face face, float pixel_size,
                                                        std::span<const std::string> texts) override {
    std::string joined;
    for (const std::string& text : texts) {
      if (&text != texts.data()) joined += '\x01';
      joined += text;
    }
    const std::string_view bytes =
        PassedBytes(js_rasterise(static_cast<int>(face), static_cast<double>(pixel_size), joined.c_str()));
    std::vector<ui::GlyphPicture> pictures(texts.size());
    std::size_t at = texts.size() * kHeaderFloats * sizeof(float);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      float header[kHeaderFloats];
      std::memcpy(header, bytes.data() + i * sizeof(header), sizeof(header));
      ui::GlyphPicture& picture = pictures[i];
      picture.x = header[0];
      picture.y = header[1];
      picture.w = static_cast<int>(header[2]);
      picture.h = static_cast<int>(header[3]);
      picture.advance = header[4];
      picture.colored = header[5] != 0;
      const auto size = static_cast<std::size_t>(picture.w) * static_cast<std::size_t>(picture.h) * 4;
      picture.pixels.assign(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
      at += size;
    }
    return pictures;
  }
};

}  // namespace

std::unique_ptr<ui::GlyphSource> MakeGlyphs() {
  return std::make_unique<CanvasGlyphs>();
}

}  // namespace callboard::platform
