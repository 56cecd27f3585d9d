#include "functions/kit/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <format>

namespace callboard::kit {
namespace {

struct Level {
  spdlog::level::level_enum library_level;
  std::string_view name;
};

constexpr std::array kLevels = {Level{spdlog::level::debug, "debug"}, Level{spdlog::level::info, "info"},
                                Level{spdlog::level::warn, "warn"}, Level{spdlog::level::err, "error"}};

const Level& LevelOf(LogLevel level) {
  return kLevels.at(static_cast<std::size_t>(level));
}

spdlog::logger& Logger() {
  static const auto kLogger = [] {
    auto made = std::make_shared<spdlog::logger>("callboard", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *kLogger;
}

}  // namespace

void Log(LogLevel level, std::string_view message, const Json& fields) {
  if (!IsLogged(level)) return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Json line = {{"ts", std::format("{:%FT%TZ}", now)}, {"level", LevelOf(level).name}, {"msg", message}};
  line.update(fields);
  Logger().log(LevelOf(level).library_level, DumpJson(line));
}

bool IsLogged(LogLevel level) {
  return Logger().should_log(LevelOf(level).library_level);
}

void LogInfo(std::string_view message, const Json& fields) {
  Log(LogLevel::Info, message, fields);
}

void LogWarning(std::string_view message, const Json& fields) {
  Log(LogLevel::Warning, message, fields);
}

void LogError(std::string_view message, const Json& fields) {
  Log(LogLevel::Error, message, fields);
}

std::optional<LogLevel> LogLevelFromName(std::string_view name) {
  const auto* const found = std::ranges::find(kLevels, name, &Level::name);
  if (found == kLevels.end()) return std::nullopt;
  return static_cast<LogLevel>(found - kLevels.begin());
}

void SetLogLevel(LogLevel level) {
  Logger().set_level(LevelOf(level).library_level);
}

}  // namespace callboard::kit
