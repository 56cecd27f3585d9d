#include "client/views/time_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <format>

namespace callboard::views {
namespace {

constexpr double kMinuteSecs = 60;
constexpr double kJustNowSecs = 30;

struct TimeUnit {
  double secs;
  std::string_view name;
};
constexpr std::array kUnits = {TimeUnit{365.25 * 86'400, "year"}, TimeUnit{30.4375 * 86'400, "month"},
                               TimeUnit{86'400, "day"}, TimeUnit{3'600, "hour"}, TimeUnit{kMinuteSecs, "minute"}};

/// The digits at `at`; nothing when they are not all digits.
std::optional<unsigned> Digits(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  if (text.size() < at + count) return std::nullopt;
  const char* const end = text.data() + at + count;
  const auto [read, error] = std::from_chars(text.data() + at, end, value);
  return error == std::errc{} && read == end ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<double> SecsFromIso(std::string_view text) {
  const auto year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const auto hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || !text.ends_with('Z')) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<double>(days) * 86'400 + *hour * 3'600 + *minute * 60 + *second;
}

std::string RelativeTime(double secs, double now_secs) {
  const double distance = std::abs(now_secs - secs);
  if (distance < kJustNowSecs) return secs <= now_secs ? "just now" : "in a few seconds";
  const TimeUnit* unit = &kUnits.back();
  for (const TimeUnit& each : kUnits) {
    if (distance < each.secs) continue;
    unit = &each;
    break;
  }
  const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(distance / unit->secs));
  const std::string amount = std::format("{} {}{}", count, unit->name, count == 1 ? "" : "s");
  return secs <= now_secs ? amount + " ago" : "in " + amount;
}

std::string ExactTime(double secs) {
  const std::chrono::sys_seconds at{std::chrono::seconds(static_cast<std::int64_t>(secs))};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return std::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count());
}

std::string DurationText(double millisecs) {
  if (millisecs < 1'000) return std::format("{:.0f} ms", millisecs);
  if (millisecs < 60'000) return std::format("{:.1f} s", millisecs / 1'000);
  return std::format("{:.0f} min", millisecs / 60'000);
}

}  // namespace callboard::views
