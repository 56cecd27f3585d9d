#pragma once
// Small charts. Each is a picture that is announced as text with all of its values, and has a legend in words, so that
// no meaning hangs on colour.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"

namespace callboard::ui {

/// One number with its name.
struct ChartValue {
  std::string label;
  double value = 0;
};

/// One line of a LineChart: a value for each of its labels.
struct ChartSeries {
  std::string name;
  std::vector<double> values;
};

/// A line without axes, as high as a line of text, for use among words and in tables. `width_em` 0: what there is.
void Sparkline(Frame& frame, std::string_view label, std::span<const double> values, float width_em = 6);

/// Horizontal bars with their labels and values. Values below 0 count as 0.
void BarChart(Frame& frame, std::string_view label, std::span<const ChartValue> values);

/// Lines over common `labels` (at least two, for example days), with an axis from 0 or the least value below it.
void LineChart(Frame& frame, std::string_view label, std::span<const std::string> labels,
               std::span<const ChartSeries> series, float height_em = 12);

/// Parts of a whole, with their legend beside or below. Values below 0 count as 0.
void DonutChart(Frame& frame, std::string_view label, std::span<const ChartValue> values);

/// "Builds: Mon 3, Tue 5.5", as it is announced.
[[nodiscard]] std::string TextOfChart(std::string_view label, std::span<const ChartValue> values);

/// Up to two digits after the point, without trailing zeros.
[[nodiscard]] std::string TextOfNumber(double value);

/// The least number of a kind that is easily divided by four (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6 or 8 times a power of
/// ten) that is at least `value`; 1 when that is 0 or less.
[[nodiscard]] double RoundedUp(double value);

}  // namespace callboard::ui
