#include "client/ui/charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

Color SeriesColor(const Theme& theme, std::size_t i) {
  return theme.series[i % kSeriesCount];
}

double Positive(double value) {
  return std::max(0.0, value);
}

void RecordPicture(Context& context, std::string_view label, const Rect& rect, std::string_view text) {
  RecordLeaf(context, Role::Image, label, rect, text).states |= kNamed;
}

/// A text for the eye only: the picture that it belongs to is announced as a whole.
void DrawWords(Context& context, std::string_view text, TextStyle style, const Rect& box, bool align_end = false) {
  const TextFont font = FontOf(context.metrics(), style);
  const TextShape shape = context.painter().Measure(font, text, box.w, Overflow::Ellipsis);
  const float x = align_end ? box.Right() - shape.size.w : box.x;
  context.painter().Text(font, text, shape, {x, box.y + std::floor((box.h - shape.size.h) / 2)},
                         ColorOf(context.theme(), style));
}

float LegendWidth(Context& context, std::string_view text) {
  const Metrics& metrics = context.metrics();
  return std::round(metrics.em * 0.8F) + std::round(metrics.em * 0.5F) +
         context.painter().WidthOf(FontOf(metrics, TextStyle::Small), text) + 1;
}

/// Square, name and number of one part.
void DrawLegendEntry(Frame& frame, std::size_t i, std::string_view text) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  const float side = std::round(metrics.em * 0.8F);
  const TextFont font = FontOf(metrics, TextStyle::Small);
  const float gap = std::round(metrics.em * 0.5F);
  const Rect rect = context.layout().Place({LegendWidth(context, text), metrics.line});
  context.painter().Fill({rect.x, rect.y + std::floor((rect.h - side) / 2), side, side},
                         SeriesColor(context.theme(), i), 2);
  SemanticNode& node = RecordLeaf(context, Role::Text, text, rect, text);
  DrawLabel(context, node, font, text, {rect.x + side + gap, rect.y, rect.w - side - gap, rect.h},
            context.theme().text);
}

struct Span {
  double low = 0;
  double high = 1;
  [[nodiscard]] float HeightOf(double value) const { return static_cast<float>((value - low) / (high - low)); }
};

Span SpanOf(std::span<const double> values, bool from_zero) {
  if (values.empty()) return {};
  const auto [least, most] = std::ranges::minmax(values);
  Span span{from_zero ? std::min(0.0, least) : least, most};
  if (from_zero) span.high = std::max(span.high, 0.0);
  if (span.high <= span.low) span.high = span.low + 1;
  return span;
}

std::vector<Point> PointsOf(std::span<const double> values, const Rect& plot, const Span& span) {
  std::vector<Point> points;
  const auto steps = static_cast<float>(std::max<std::size_t>(values.size(), 2) - 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    points.push_back(
        {plot.x + plot.w * static_cast<float>(i) / steps, plot.Bottom() - plot.h * span.HeightOf(values[i])});
  }
  return points;
}

/// Points differ in shape as well as in colour.
void DrawPoint(Painter& painter, Point at, std::size_t series, Color color) {
  constexpr float kRadius = 3.5F;
  if (series % 2 == 0) return painter.Circle(at, kRadius, color);
  painter.Fill({at.x - kRadius, at.y - kRadius, 2 * kRadius, 2 * kRadius}, color);
}

void DrawAxis(Context& context, const Rect& plot, const Span& span, float axis_width) {
  constexpr int kLines = 4;
  const float line = context.metrics().small_line;
  for (int i = 0; i <= kLines; ++i) {
    const float y = std::round(plot.Bottom() - plot.h * static_cast<float>(i) / kLines);
    context.painter().Fill({plot.x, y, plot.w, 1}, context.theme().border);
    const double value = span.low + (span.high - span.low) * i / kLines;
    DrawWords(context, TextOfNumber(value), TextStyle::Small,
              {plot.x - axis_width, y - line / 2, axis_width - context.metrics().em * 0.5F, line}, true);
  }
}

/// As many of the labels as fit, the first and the last among them.
void DrawTicks(Context& context, const Rect& plot, std::span<const std::string> labels) {
  const TextFont font = FontOf(context.metrics(), TextStyle::Small);
  float widest = 1;
  for (const std::string& label : labels) widest = std::max(widest, context.painter().WidthOf(font, label));
  const std::size_t last = labels.size() - 1;
  const float room = plot.w / static_cast<float>(last);
  const auto every = static_cast<std::size_t>(std::max(1.F, std::ceil((widest + context.metrics().em) / room)));
  for (std::size_t i = 0; i <= last; i += every) {
    const float width = context.painter().WidthOf(font, labels[i]) + 1;
    const float centre = plot.x + room * static_cast<float>(i);
    const float x = std::clamp(centre - width / 2, plot.x - width / 2, plot.Right() - width);
    DrawWords(context, labels[i], TextStyle::Small, {x, plot.Bottom() + 4, width, context.metrics().small_line});
  }
}

std::string TextOfSeries(std::string_view label, std::span<const std::string> labels,
                         std::span<const ChartSeries> series) {
  std::string text(label);
  for (const ChartSeries& each : series) {
    std::vector<ChartValue> values;
    for (std::size_t i = 0; i < std::min(labels.size(), each.values.size()); ++i)
      values.push_back({labels[i], each.values[i]});
    text += ". " + TextOfChart(each.name, values);
  }
  return text;
}

}  // namespace

std::string TextOfNumber(double value) {
  std::string text = std::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string TextOfChart(std::string_view label, std::span<const ChartValue> values) {
  std::string text(label);
  for (std::size_t i = 0; i < values.size(); ++i)
    text += std::format("{}{} {}", i == 0 ? ": " : ", ", values[i].label, TextOfNumber(values[i].value));
  return text;
}

double RoundedUp(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : std::array{1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    if (step * power >= value) return step * power;
  }
  return 10 * power;
}

void Sparkline(Frame& frame, std::string_view label, std::span<const double> values, float width_em) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  const Rect at = context.layout().StartItem(width_em * metrics.em);
  const Rect rect{at.x, at.y, at.w, metrics.line};
  context.layout().FinishItem({rect.w, rect.h});
  std::string text(label);
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? ": " : ", ") + TextOfNumber(values[i]);
  RecordPicture(context, label, rect, text);
  if (values.empty()) return;
  const Rect plot = rect.Inset(3);
  const std::vector<Point> points = PointsOf(values, plot, SpanOf(values, false));
  const Color color = SeriesColor(context.theme(), 0);
  context.painter().Polyline(points, color, 1.5F);
  context.painter().Circle(points.back(), 2.5F, color);
}

void BarChart(Frame& frame, std::string_view label, std::span<const ChartValue> values) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  const TextFont font = FontOf(metrics, TextStyle::Body);
  float names = 0;
  float numbers = 0;
  double most = 0;
  for (const ChartValue& value : values) {
    names = std::max(names, context.painter().WidthOf(font, value.label) + 1);
    numbers = std::max(numbers, context.painter().WidthOf(font, TextOfNumber(value.value)) + 1);
    most = std::max(most, value.value);
  }
  const float row = metrics.line + metrics.em * 0.5F;
  const Rect at = context.layout().StartItem(0);
  const Rect rect{at.x, at.y, at.w, row * static_cast<float>(values.size())};
  context.layout().FinishItem({rect.w, rect.h});
  RecordPicture(context, label, rect, TextOfChart(label, values));
  names = std::min(names, at.w * 0.4F);
  const float bars_x = at.x + names + metrics.gap;
  const float longest = std::max(0.F, at.Right() - bars_x - numbers - metrics.gap / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float y = at.y + row * static_cast<float>(i);
    DrawWords(context, values[i].label, TextStyle::Body, {at.x, y, names, row});
    const auto share = static_cast<float>(most > 0 ? Positive(values[i].value) / most : 0);
    const Rect bar{bars_x, y + row * 0.22F, std::max(2.F, longest * share), row * 0.56F};
    context.painter().Fill(bar, SeriesColor(context.theme(), 0), 3);
    DrawWords(context, TextOfNumber(values[i].value), TextStyle::Body,
              {bar.Right() + metrics.gap / 2, y, numbers, row});
  }
}

void LineChart(Frame& frame, std::string_view label, std::span<const std::string> labels,
               std::span<const ChartSeries> series, float height_em) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  std::vector<double> all;
  for (const ChartSeries& each : series) all.insert(all.end(), each.values.begin(), each.values.end());
  Span span = SpanOf(all, true);
  span.high = span.low < 0 ? span.high : RoundedUp(span.high);
  const Rect at = context.layout().StartItem(0);
  const Rect rect{at.x, at.y, at.w, height_em * metrics.em};
  context.layout().FinishItem({rect.w, rect.h});
  RecordPicture(context, label, rect, TextOfSeries(label, labels, series));
  const TextFont font = FontOf(metrics, TextStyle::Small);
  float axis = 0;
  for (int i = 0; i <= 4; ++i) {
    const std::string number = TextOfNumber(span.low + (span.high - span.low) * i / 4);
    axis = std::max(axis, context.painter().WidthOf(font, number) + metrics.em * 0.5F + 1);
  }
  const float top = metrics.small_line / 2;
  const Rect plot{rect.x + axis, rect.y + top, std::max(1.F, rect.w - axis - metrics.em * 0.5F),
                  rect.h - top - metrics.small_line - 4};
  DrawAxis(context, plot, span, axis);
  if (labels.size() >= 2) DrawTicks(context, plot, labels);
  for (std::size_t s = 0; s < series.size(); ++s) {
    const Color color = SeriesColor(context.theme(), s);
    const std::vector<Point> points = PointsOf(series[s].values, plot, span);
    context.painter().Polyline(points, color, 2);
    for (const Point& point : points) DrawPoint(context.painter(), point, s, color);
  }
  if (series.size() < 2) return;
  const auto row = frame.Row({.gap_em = 1.2F});
  for (std::size_t s = 0; s < series.size(); ++s) DrawLegendEntry(frame, s, series[s].name);
}

void DonutChart(Frame& frame, std::string_view label, std::span<const ChartValue> values) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  double total = 0;
  for (const ChartValue& value : values) total += Positive(value.value);
  const auto row = frame.Row({.gap_em = 1.5F});
  const float side = 8 * metrics.em;
  const Rect rect = context.layout().Place({side, side});
  RecordPicture(context, label, rect, TextOfChart(label, values));
  const Point centre{rect.x + rect.w / 2, rect.y + rect.h / 2};
  const float width = metrics.em * 1.3F;
  const float radius = (rect.w - width) / 2 - 1;
  // Parts of the width of a hair between neighbours.
  const float gap = values.size() > 1 ? 0.004F : 0;
  double before = 0;
  if (total <= 0) context.painter().Arc(centre, radius, 0, 1, context.theme().border, width);
  for (std::size_t i = 0; i < values.size() && total > 0; ++i) {
    const auto from = static_cast<float>(before / total);
    before += Positive(values[i].value);
    const auto to = static_cast<float>(before / total);
    if (to - from > gap)
      context.painter().Arc(centre, radius, from + gap / 2, to - gap / 2, SeriesColor(context.theme(), i), width);
  }
  const TextFont font = HeadingFont(metrics, 2);
  const std::string sum = TextOfNumber(total);
  const TextShape shape = context.painter().Measure(font, sum, side, Overflow::Keep);
  context.painter().Text(font, sum, shape, {centre.x - shape.size.w / 2, centre.y - std::floor(shape.size.h / 2)},
                         context.theme().text);
  std::vector<std::string> entries;
  float widest = 0;
  for (const ChartValue& value : values) {
    const auto share = static_cast<int>(std::lround(total > 0 ? 100 * Positive(value.value) / total : 0));
    entries.push_back(std::format("{}: {} ({} %)", value.label, TextOfNumber(value.value), share));
    widest = std::max(widest, LegendWidth(context, entries.back()));
  }
  // Beside the ring when it fits there, else below.
  const auto column = frame.Column((widest + 1) / metrics.em);
  for (std::size_t i = 0; i < entries.size(); ++i) DrawLegendEntry(frame, i, entries[i]);
}

}  // namespace callboard::ui
