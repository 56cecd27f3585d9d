#pragma once
// app-config.yaml in Backstage's format.

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

/// Reads an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

[[nodiscard]] Environment ProcessEnvironment();

/// The merged configuration. Paths are dotted: "backend.database.connection".
class Config {
 public:
  Config() = default;
  explicit Config(Json root) : root_(std::move(root)) {}

  /// The value at `path`, or null when there is none.
  [[nodiscard]] const Json* Find(std::string_view path) const;

  /// Absent gives nothing; a value of another type is InvalidInput and names the path and what was found.
  [[nodiscard]] Result<std::optional<std::string>> String(std::string_view path) const;
  [[nodiscard]] Result<std::optional<bool>> Boolean(std::string_view path) const;
  [[nodiscard]] Result<std::optional<long long>> Integer(std::string_view path) const;
  [[nodiscard]] Result<std::vector<std::string>> Strings(std::string_view path) const;

  /// {minutes: 5}, {seconds: 1, milliseconds: 5} or an ISO 8601 duration like PT5M.
  [[nodiscard]] Result<std::optional<std::chrono::milliseconds>> Duration(std::string_view path) const;

  [[nodiscard]] const Json& Root() const { return root_; }

 private:
  Json root_ = Json::object();
};

/// Reads the files in order: objects are merged, everything else of a later file replaces what an earlier one says.
/// Substitutes ${VAR}
/// ($${VAR} stays as ${VAR}), {$env: VAR}, {$file: path} and {$include: file.yaml#path.to.value}; APP_CONFIG_a_b
/// variables override a.b. Targets of catalog.locations with type file become absolute, relative to the file that names
/// them. InvalidInput and NotFound name the file, and the line or path.
[[nodiscard]] Result<Config> LoadConfig(const std::vector<std::filesystem::path>& files, const Environment& environment,
                                        const std::vector<std::pair<std::string, std::string>>& overrides = {});

}  // namespace callboard::kit
