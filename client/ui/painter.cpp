#include "client/ui/painter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "imgui.h"
#include "imgui_internal.h"

namespace callboard::ui {
namespace {

constexpr std::array kLayerWindows = {"page", "fixed", "popup", "dialog"};
static_assert(kLayerWindows.size() == kLayerCount);

constexpr ImGuiWindowFlags kWindowFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoBackground |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing;

ImU32 Packed(Color color) {
  const std::uint32_t c = color.rgba;
  return IM_COL32(c >> 24, (c >> 16) & 0xFFU, (c >> 8) & 0xFFU, c & 0xFFU);
}

Rect Intersection(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::max(0.F, std::min(a.Right(), b.Right()) - x), std::max(0.F, std::min(a.Bottom(), b.Bottom()) - y)};
}

}  // namespace

// One splitter per depth: a splitter can hold one split at a time, and groups nest.
struct Painter::Groups {
  struct Open {
    ImDrawListSplitter splitter;
    ImDrawList* list = nullptr;
  };
  std::vector<std::unique_ptr<Open>> stack;
  std::size_t depth = 0;
};

Painter::Painter(Fonts& fonts) : fonts_(fonts), groups_(std::make_unique<Groups>()) {}
Painter::~Painter() = default;

void Painter::Begin(Size window, Point scroll, float density) {
  density_ = density;
  window_ = window;
  layers_.clear();
  views_.assign(kLayerCount, {});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  for (std::size_t i = 0; i < kLayerCount; ++i) {
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(window.w, window.h));
    ImGui::Begin(kLayerWindows[i], nullptr, kWindowFlags);
    layers_.push_back(ImGui::GetWindowDrawList());
    if (i > 0) ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    ImGui::End();
    const bool scrolls = i == static_cast<std::size_t>(Layer::Page) || i == static_cast<std::size_t>(Layer::Popup);
    const Point origin = scrolls ? scroll : Point{};
    views_[i].push_back({origin, {origin.x, origin.y, window.w, window.h}});
  }
  ImGui::PopStyleVar();
  // Items are added to the first window, whatever layer they are drawn on.
  ImGui::Begin(kLayerWindows[0], nullptr, kWindowFlags);
  layer_stack_.assign(1, Layer::Page);
}

void Painter::End() {
  ImGui::End();
}

ImDrawList& Painter::list() const {
  return *layers_[static_cast<std::size_t>(layer_stack_.back())];
}

void Painter::PushLayer(Layer layer) {
  layer_stack_.push_back(layer);
}
void Painter::PopLayer() {
  layer_stack_.pop_back();
}

void Painter::PushView(const Rect& view, Point scroll) {
  auto& stack = views_[static_cast<std::size_t>(layer_stack_.back())];
  const View outer = stack.back();
  const Rect seen = Intersection(outer.clip, view);
  const Point origin = outer.origin;
  list().PushClipRect(ImVec2(seen.x - origin.x, seen.y - origin.y),
                      ImVec2(seen.Right() - origin.x, seen.Bottom() - origin.y), true);
  stack.push_back({{origin.x + scroll.x, origin.y + scroll.y}, seen.Moved(scroll.x, scroll.y)});
}

void Painter::PopView() {
  views_[static_cast<std::size_t>(layer_stack_.back())].pop_back();
  list().PopClipRect();
}

const Rect& Painter::Seen() const {
  return views_[static_cast<std::size_t>(layer_stack_.back())].back().clip;
}
bool Painter::IsSeen(const Rect& rect) const {
  return rect.Overlaps(Seen());
}

namespace {
ImVec2 Moved(float x, float y, Point origin) {
  return {x - origin.x, y - origin.y};
}
}  // namespace

void Painter::Fill(const Rect& rect, Color color, float radius) {
  const View& view = views_[static_cast<std::size_t>(layer_stack_.back())].back();
  if (!rect.Overlaps(view.clip) || (color.rgba & 0xFFU) == 0) return;
  list().AddRectFilled(Moved(rect.x, rect.y, view.origin), Moved(rect.Right(), rect.Bottom(), view.origin),
                       Packed(color), radius);
}

void Painter::Stroke(const Rect& rect, Color color, float radius, float width) {
  const View& view = views_[static_cast<std::size_t>(layer_stack_.back())].back();
  if (!rect.Inset(-width).Overlaps(view.clip) || (color.rgba & 0xFFU) == 0) return;
  // ImGui strokes around the outline; half a width inside keeps a one pixel border on whole pixels.
  const Rect inner = rect.Inset(width / 2 - 0.5F);
  list().AddRect(Moved(inner.x, inner.y, view.origin), Moved(inner.Right(), inner.Bottom(), view.origin), Packed(color),
                 radius, 0, width);
}

void Painter::Shadow(const Rect& rect, Color color, float radius) {
  const std::uint32_t alpha = color.rgba & 0xFFU;
  for (int i = 4; i > 0; --i) {
    const auto spread = static_cast<float>(i) * 1.5F;
    Fill(rect.Inset(-spread).Moved(0, 2 + spread / 2), color.WithAlpha(alpha / static_cast<std::uint32_t>(i + 1)),
         radius + spread);
  }
}

void Painter::Line(Point from, Point to, Color color, float width) {
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  list().AddLine(Moved(from.x, from.y, origin), Moved(to.x, to.y, origin), Packed(color), width);
}

void Painter::Circle(Point centre, float radius, Color color) {
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  list().AddCircleFilled(Moved(centre.x, centre.y, origin), radius, Packed(color));
}

void Painter::Arc(Point centre, float radius, float from, float to, Color color, float width) {
  constexpr float kTurn = 2 * std::numbers::pi_v<float>;
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  list().PathArcTo(Moved(centre.x, centre.y, origin), radius, (from - 0.25F) * kTurn, (to - 0.25F) * kTurn);
  list().PathStroke(Packed(color), 0, width);
}

void Painter::Polyline(std::span<const Point> points, Color color, float width) {
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  for (const Point& point : points) list().PathLineTo(Moved(point.x, point.y, origin));
  list().PathStroke(Packed(color), 0, width);
}

void Painter::Curve(Point from, Point to, Color color, float width) {
  const float middle = (from.x + to.x) / 2;
  Bezier(from, {middle, from.y}, {middle, to.y}, to, color, width);
}

void Painter::Bezier(Point from, Point first, Point second, Point to, Color color, float width) {
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  list().AddBezierCubic(Moved(from.x, from.y, origin), Moved(first.x, first.y, origin),
                        Moved(second.x, second.y, origin), Moved(to.x, to.y, origin), Packed(color), width);
}

void Painter::Triangle(Point a, Point b, Point c, Color color) {
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  list().AddTriangleFilled(Moved(a.x, a.y, origin), Moved(b.x, b.y, origin), Moved(c.x, c.y, origin), Packed(color));
}

void Painter::OpenGroup() {
  if (groups_->depth == groups_->stack.size()) groups_->stack.push_back(std::make_unique<Groups::Open>());
  Groups::Open& group = *groups_->stack[groups_->depth++];
  group.list = &list();
  group.splitter.Split(group.list, 2);
  group.splitter.SetCurrentChannel(group.list, 1);
}

void Painter::BeginBackground() {
  Groups::Open& group = *groups_->stack[groups_->depth - 1];
  group.splitter.SetCurrentChannel(group.list, 0);
}

void Painter::EndBackground() {
  Groups::Open& group = *groups_->stack[--groups_->depth];
  group.splitter.Merge(group.list);
}

std::size_t Painter::Mark() const {
  return static_cast<std::size_t>(list().VtxBuffer.Size);
}

void Painter::Shift(std::size_t from, std::size_t to, float dx, float dy) {
  const auto snapped = [&](float d) { return std::round(d * density_) / density_; };
  const ImVec2 by(snapped(dx), snapped(dy));
  for (std::size_t i = from; i < to; ++i) {
    ImDrawVert& vertex = list().VtxBuffer[static_cast<int>(i)];
    vertex.pos.x += by.x;
    vertex.pos.y += by.y;
  }
}

void Painter::Icon(enum Icon icon, const Rect& rect, Color color) {
  if (icon == Icon::None || !IsSeen(rect)) return;
  const TextFont font{Face::Icon, static_cast<int>(std::lround(rect.h)), static_cast<int>(std::lround(rect.h))};
  const std::vector<TextUnit> units = {{static_cast<std::uint32_t>(icon), 3, false, false}};
  DrawUnits(font, units, {rect.x, rect.Bottom()}, color);
}

void Painter::DrawUnits(const TextFont& font, const std::vector<TextUnit>& units, Point pen, Color color) {
  ImFontBaked* baked = fonts_.Prepare(font.face, font.size, units);
  const Point origin = views_[static_cast<std::size_t>(layer_stack_.back())].back().origin;
  const auto snapped = [&](float v) { return std::round(v * density_) / density_; };
  const float y = snapped(pen.y - origin.y);
  float x = pen.x - origin.x;
  ImDrawList& out = list();
  const ImU32 ink = Packed(color);
  for (const TextUnit& unit : units) {
    const ImFontGlyph& glyph = *baked->FindGlyph(unit.glyph);
    if (glyph.Visible) {
      const float left = snapped(x) + glyph.X0;
      out.PrimReserve(6, 4);
      out.PrimRectUV(ImVec2(left, y + glyph.Y0), ImVec2(left + glyph.X1 - glyph.X0, y + glyph.Y1),
                     ImVec2(glyph.U0, glyph.V0), ImVec2(glyph.U1, glyph.V1),
                     glyph.Colored ? ink | IM_COL32(255, 255, 255, 0) : ink);
    }
    x += glyph.AdvanceX;
  }
}

}  // namespace callboard::ui
