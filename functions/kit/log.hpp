#pragma once
// Logs as JSON lines on stdout: {"ts", "level", "msg", ...fields}. Safe to call from many threads.

#include <optional>
#include <string_view>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

void Log(LogLevel level, std::string_view message, const Json& fields = Json::object());
void LogInfo(std::string_view message, const Json& fields = Json::object());
void LogWarning(std::string_view message, const Json& fields = Json::object());
void LogError(std::string_view message, const Json& fields = Json::object());

/// Whether a line of this level is written, for callers to whom making its fields is work.
[[nodiscard]] bool IsLogged(LogLevel level);

/// "debug", "info", "warn" or "error", as the lines have it.
[[nodiscard]] std::optional<LogLevel> LogLevelFromName(std::string_view name);

/// Nothing below `level` is written; Info until this is called.
void SetLogLevel(LogLevel level);

}  // namespace callboard::kit
