#pragma once
// Logs as JSON lines on stdout: {"ts", "level", "msg", ...fields}. Safe to call from many threads. Lines are written
// together, within a twentieth of a second; warnings and errors at once, with all that came before them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

void Log(LogLevel level, std::string_view message, const Json& fields = Json::object());
void LogInfo(std::string_view message, const Json& fields = Json::object());
void LogWarning(std::string_view message, const Json& fields = Json::object());
void LogError(std::string_view message, const Json& fields = Json::object());

/// Writes what is still kept, for a process that is about to end without its destructors.
void FlushLog();

/// Whether a line of this level is written, for callers to whom making its fields is work.
[[nodiscard]] bool IsLogged(LogLevel level);

/// A line for places where Json would cost too much: what is logged of every request. Names are written as they are.
class LogLine {
 public:
  LogLine(LogLevel level, std::string_view message);
  LogLine& Add(std::string_view name, std::string_view text);
  LogLine& Add(std::string_view name, double number);
  LogLine& Add(std::string_view name, std::uint64_t number);
  LogLine& AddJson(std::string_view name, const Json& value);
  /// To be called last, once.
  void Write();

 private:
  void AddName(std::string_view name);

  LogLevel level_;
  std::string line_;
};

/// "debug", "info", "warn" or "error", as the lines have it.
[[nodiscard]] std::optional<LogLevel> LogLevelFromName(std::string_view name);

/// Nothing below `level` is written; Info until this is called.
void SetLogLevel(LogLevel level);

}  // namespace callboard::kit
