#include "log.hpp"

#include <chrono>
#include <ctime>
#include <iostream>
#include <mutex>
#include <string>

namespace ${{ values.namespace }} {
namespace {

std::string Now() {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[sizeof "2027-01-01T00:00:00Z"];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

void Write(std::string_view level, std::string_view message, nlohmann::json line) {
  static std::mutex mutex;
  line["time"] = Now();
  line["level"] = level;
  line["message"] = message;
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::lock_guard lock(mutex);
  std::cout << text << std::endl;
}

}  // namespace

void LogInfo(std::string_view message, const nlohmann::json& fields) { Write("info", message, fields); }
void LogError(std::string_view message, const nlohmann::json& fields) { Write("error", message, fields); }

}  // namespace ${{ values.namespace }}
