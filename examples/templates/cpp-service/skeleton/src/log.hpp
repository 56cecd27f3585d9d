#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace ${{ values.namespace }} {

/// One JSON line on standard output: time, level, message and the fields. May be called from any thread.
void LogInfo(std::string_view message, const nlohmann::json& fields = nlohmann::json::object());
void LogError(std::string_view message, const nlohmann::json& fields = nlohmann::json::object());

}  // namespace ${{ values.namespace }}
