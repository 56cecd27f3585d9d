#include "functions/catalog/providers/scm_time.hpp"

#include <charconv>
#include <format>

namespace callboard::catalog {
namespace {

/// The digits at `begin`, or -1.
int NumberAt(std::string_view text, std::size_t begin, std::size_t size) {
  int number = 0;
  if (begin + size > text.size()) return -1;
  const char* const last = text.data() + begin + size;
  const auto [end, error] = std::from_chars(text.data() + begin, last, number);
  return error == std::errc{} && end == last ? number : -1;
}

}  // namespace

std::optional<SystemTime> ParseTime(std::string_view text) {
  using std::chrono::day, std::chrono::hours, std::chrono::minutes, std::chrono::month, std::chrono::seconds,
      std::chrono::year;
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const std::chrono::year_month_day date{year(NumberAt(text, 0, 4)), month(static_cast<unsigned>(NumberAt(text, 5, 2))),
                                         day(static_cast<unsigned>(NumberAt(text, 8, 2)))};
  const int hour = NumberAt(text, 11, 2);
  const int minute = NumberAt(text, 14, 2);
  const int second = NumberAt(text, 17, 2);
  if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  const SystemTime time = std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
  const std::size_t zone = text.find_first_of("Zz+-", 19);
  if (zone == std::string_view::npos) return std::nullopt;
  if (text[zone] == 'Z' || text[zone] == 'z') return zone + 1 == text.size() ? std::optional(time) : std::nullopt;
  const int offset_hours = NumberAt(text, zone + 1, 2);
  const int offset_minutes = NumberAt(text, zone + 4, 2);
  if (text.size() != zone + 6 || text[zone + 3] != ':' || offset_hours < 0 || offset_minutes < 0) return std::nullopt;
  const auto offset = hours(offset_hours) + minutes(offset_minutes);
  return text[zone] == '+' ? time - offset : time + offset;
}

std::string TimeText(SystemTime time) {
  return std::format("{:%FT%T}Z", std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace callboard::catalog
