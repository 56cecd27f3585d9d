#include "client/ui/charts.hpp"
#include "client/views/gallery.hpp"

namespace callboard::views {

void DrawGalleryCharts(ui::Frame& frame) {
  const std::vector<ui::ChartValue> kinds = {
      {"Component", 128}, {"API", 64}, {"Resource", 37}, {"System", 12}, {"Domain", 4}};
  const std::vector<std::string> days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::vector<ui::ChartSeries> runs = {{"Passed", {31, 42, 38, 51, 47, 12, 9}},
                                             {"Failed", {4, 2, 7, 3, 5, 1, 0}}};
  const std::vector<double> load = {3, 4, 3.5, 6, 5, 7, 8, 7.5, 9, 6, 7};
  const auto grid = frame.Grid(30);
  {
    const auto card = frame.Card("Line chart");
    ui::LineChart(frame, "Builds of a week", days, runs);
  }
  {
    const auto card = frame.Card("Bar chart");
    ui::BarChart(frame, "Entities by kind", kinds);
  }
  {
    const auto card = frame.Card("Donut chart");
    ui::DonutChart(frame, "Entities by kind", kinds);
  }
  const auto card = frame.Card("Sparkline");
  const auto row = frame.Row({.gap_em = 1});
  frame.Text("Requests");
  ui::Sparkline(frame, "Requests of the last days", load);
  frame.Text("7 a second", ui::TextStyle::Strong);
}

}  // namespace callboard::views
