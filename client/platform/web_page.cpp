#include <emscripten.h>
#include <emscripten/html5.h>

#include <array>
#include <cmath>

#include "client/platform/page.hpp"
#include "client/platform/web_buffer.hpp"
#include "client/ui/gl_renderer.hpp"

namespace callboard::platform {
namespace {

// clang-format off
EM_JS_DEPS(callboard_page, "$UTF8ToString");
EM_JS(void, js_apply, (const char* patch, int bytes), { Module.host.apply(UTF8ToString(patch, bytes)); });
EM_JS(void, js_after_frame, (double height, double covered, unsigned focus, double next, const char* announcement, const char* copied), {
  Module.host.afterFrame(height, covered, focus >>> 0, next, UTF8ToString(announcement), UTF8ToString(copied));
});
EM_JS(void, js_set_theme, (unsigned ink, unsigned muted, unsigned focus, unsigned page, double em, int dark), {
  Module.host.setTheme(ink >>> 0, muted >>> 0, focus >>> 0, page >>> 0, em, dark !== 0);
});
EM_JS(void, js_download_png, (const char* name, const char* svg, int bytes), {
  Module.host.downloadSvgAsPng(UTF8ToString(name), UTF8ToString(svg, bytes));
});
EM_JS(void, js_set_title, (const char* title), { Module.host.setTitle(UTF8ToString(title)); });
EM_JS(void, js_download, (const char* name, const char* type, const char* text, int bytes), {
  Module.host.download(UTF8ToString(name), UTF8ToString(type), UTF8ToString(text, bytes));
});
EM_JS(void, js_scroll_to, (double y), { Module.host.scrollTo(y); });
// clang-format on

/// In the order of `queries` in web/src/media.ts.
enum MediaBit : unsigned { kDark = 1, kMoreContrast = 2, kForcedColors = 4, kReducedMotion = 8 };

struct PageState {
  PageCallbacks callbacks;
  ui::SystemColors system;
  ui::Size pixels;
  ui::Theme theme_sent;
  float em_sent = 0;
};

PageState& State() {
  static PageState state;
  return state;
}

ui::Scheme SchemeOf(unsigned media) {
  if ((media & kForcedColors) != 0) return ui::Scheme::Forced;
  const bool dark = (media & kDark) != 0;
  if ((media & kMoreContrast) != 0) return dark ? ui::Scheme::HighContrastDark : ui::Scheme::HighContrastLight;
  return dark ? ui::Scheme::Dark : ui::Scheme::Light;
}

void SendTheme(const ui::Context& context) {
  const ui::Theme& theme = context.theme();
  const float em = context.metrics().em;
  ui::Theme& sent = State().theme_sent;
  if (State().em_sent == em && sent.scheme == theme.scheme && sent.text == theme.text && sent.page == theme.page)
    return;
  State().em_sent = em;
  sent = theme;
  const bool dark = (theme.page.rgba >> 24) < 0x80;
  js_set_theme(theme.text.rgba, theme.muted.rgba, theme.focus.rgba, theme.page.rgba, static_cast<double>(em),
               dark ? 1 : 0);
}

}  // namespace

bool OpenPage(PageCallbacks callbacks) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.stencil = false;
  attributes.antialias = false;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) return false;
  State().callbacks = std::move(callbacks);
  ui::StartGlRenderer();
  return true;
}

void ShowFrame(const ui::Context& context, const ui::FrameOutput& output) {
  SendTheme(context);
  ui::RenderWithGl(State().pixels, context.theme().page);
  if (!output.patch.empty()) js_apply(output.patch.data(), static_cast<int>(output.patch.size()));
  js_after_frame(static_cast<double>(output.page_height), static_cast<double>(context.covered_top()), output.focus,
                 output.next_frame_secs.value_or(-1), output.announcement.c_str(), output.copied.c_str());
  if (output.download) {
    const ui::FileDownload& file = *output.download;
    const auto bytes = static_cast<int>(file.text.size());
    if (file.as_png) {
      js_download_png(file.name.c_str(), file.text.data(), bytes);
    } else {
      js_download(file.name.c_str(), file.type.c_str(), file.text.data(), bytes);
    }
  }
  if (output.scroll_to) ScrollTo(*output.scroll_to);
}

void SetTitle(std::string_view title) {
  js_set_title(std::string(title).c_str());
}
void ScrollTo(float y) {
  js_scroll_to(static_cast<double>(y));
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void cb_frame(double now_secs, double wall_secs, double width, double height, double density,
                                   double scroll_x, double scroll_y, double root_font, unsigned media) {
  State().pixels = {static_cast<float>(std::round(width * density)), static_cast<float>(std::round(height * density))};
  State().callbacks.on_frame({.window = {static_cast<float>(width), static_cast<float>(height)},
                              .density = static_cast<float>(density),
                              .scroll = {static_cast<float>(scroll_x), static_cast<float>(scroll_y)},
                              .root_font_px = static_cast<float>(root_font),
                              .scheme = SchemeOf(media),
                              .system = State().system,
                              .reduced_motion = (media & kReducedMotion) != 0,
                              .now_secs = now_secs,
                              .wall_secs = wall_secs});
}

EMSCRIPTEN_KEEPALIVE void cb_system_color(int index, unsigned rgba) {
  ui::SystemColors& system = State().system;
  const std::array colors = {&system.canvas,    &system.canvas_text,    &system.link,     &system.button_border,
                             &system.highlight, &system.highlight_text, &system.gray_text};
  *colors[static_cast<std::size_t>(index)] = {rgba};
}

EMSCRIPTEN_KEEPALIVE void cb_event(int kind, unsigned node, double x, double y, int text_bytes) {
  State().callbacks.on_input({.kind = static_cast<ui::InputKind>(kind),
                              .node = node,
                              .text = std::string(PassedBytes(text_bytes)),
                              .x = static_cast<float>(x),
                              .y = static_cast<float>(y)});
}

EMSCRIPTEN_KEEPALIVE void cb_url_changed() {
  State().callbacks.on_url_changed();
}

EMSCRIPTEN_KEEPALIVE void cb_context_restored() {
  ui::StopGlRenderer();
  ui::StartGlRenderer();
}
}

}  // namespace callboard::platform
