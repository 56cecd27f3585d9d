#include "functions/kit/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <format>
#include <iterator>
#include <memory>

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

/// Under load, a system call for each line is what requests would wait for.
constexpr std::chrono::milliseconds kFlushEvery{50};

/// Whoever waits for the process's signals must get them, and not the thread that this starts.
void StartFlushing() {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  spdlog::flush_every(kFlushEvery);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

spdlog::logger& Logger() {
  static const auto kLogger = [] {
    auto made = std::make_shared<spdlog::logger>("callboard", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::warn);
    spdlog::register_logger(made);
    StartFlushing();
    return made;
  }();
  return *kLogger;
}

constexpr std::size_t kUsualLine = 512;

/// UTC with milliseconds. What stays the same for a second is kept.
void AppendTime(std::string& out) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  thread_local std::chrono::sys_seconds known{};
  thread_local std::string text;
  if (second != known) {
    text = std::format("{:%FT%T}", second);
    known = second;
  }
  const auto rest = std::to_string(1000 + (now - second).count());
  out.append(text).append(1, '.').append(rest, 1).append(1, 'Z');
}

void AppendText(std::string_view text, std::string& out) {
  const auto is_plain = [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, is_plain)) {
    out.append(1, '"').append(text).append(1, '"');
  } else {
    out += DumpJson(Json(text));
  }
}

}  // namespace

LogLine::LogLine(LogLevel level, std::string_view message) : level_(level) {
  line_.reserve(kUsualLine);
  line_ += "{\"ts\":\"";
  AppendTime(line_);
  line_ += "\",\"level\":\"";
  line_ += LevelOf(level).name;
  line_ += "\",\"msg\":";
  AppendText(message, line_);
}

void LogLine::AddName(std::string_view name) {
  line_.append(",\"").append(name).append("\":");
}

LogLine& LogLine::Add(std::string_view name, std::string_view text) {
  AddName(name);
  AppendText(text, line_);
  return *this;
}

LogLine& LogLine::Add(std::string_view name, double number) {
  AddName(name);
  std::format_to(std::back_inserter(line_), "{}", number);
  return *this;
}

LogLine& LogLine::Add(std::string_view name, std::uint64_t number) {
  AddName(name);
  line_ += std::to_string(number);
  return *this;
}

LogLine& LogLine::AddJson(std::string_view name, const Json& value) {
  AddName(name);
  line_ += DumpJson(value);
  return *this;
}

void LogLine::Write() {
  line_ += '}';
  Logger().log(LevelOf(level_).library_level, line_);
}

void Log(LogLevel level, std::string_view message, const Json& fields) {
  if (!IsLogged(level)) return;
  LogLine line(level, message);
  for (const auto& field : fields.items()) line.AddJson(field.key(), field.value());
  line.Write();
}

void FlushLog() {
  Logger().flush();
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
