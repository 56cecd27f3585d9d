#include <algorithm>
#include <format>
#include <fstream>
#include <iterator>

#include "functions/kit/config.hpp"
#include "shared/base/text.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::kit {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxIncludeDepth = 10;
constexpr std::string_view kOverridePrefix = "APP_CONFIG_";

Result<std::string> ReadText(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return Fail(ErrorCode::NotFound, std::format("Configuration: the file {} cannot be read", file.string()));
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<Json> ReadYaml(const fs::path& file) {
  const auto text = ReadText(file);
  if (!text) return std::unexpected(text.error());
  auto documents = model::ParseYamlDocuments(*text);
  if (documents.empty()) return Json::object();
  if (!documents.front().content)
    return Fail(documents.front().content.error(), std::format("Configuration {}", file.string()));
  return std::move(*documents.front().content);
}

/// Resolves substitutions in what one file says.
class Resolver {
 public:
  Resolver(fs::path file, const Environment& environment, int depth)
      : file_(std::move(file)), environment_(environment), depth_(depth) {}

  Status Visit(Json& value, const std::string& path) {
    if (value.is_string()) return Substitute(value, path);
    if (value.is_object() && value.size() == 1 && value.begin().key().starts_with('$')) return Include(value, path);
    if (!value.is_structured()) return {};
    for (auto member = value.begin(); member != value.end(); ++member) {
      const std::string key = value.is_object() ? member.key() : std::to_string(member - value.begin());
      if (auto visited = Visit(*member, path.empty() ? key : std::format("{}.{}", path, key)); !visited) return visited;
    }
    return {};
  }

 private:
  [[nodiscard]] std::unexpected<Error> FailAt(const std::string& path, std::string_view what) const {
    return Fail(ErrorCode::InvalidInput, std::format("Configuration {}, {}: {}", file_.string(), path, what));
  }

  /// ${VAR}, ${VAR:-default}; $${VAR} is the text ${VAR}. A value whose variable is not set is as if it were not there.
  Status Substitute(Json& value, const std::string& path) const {
    const std::string text = value.get<std::string>();
    std::string done;
    bool unset = false;
    for (std::size_t at = 0; at < text.size();) {
      if (text.compare(at, 3, "$${") == 0) {
        done += "${";
        at += 3;
        continue;
      }
      if (text.compare(at, 2, "${") != 0) {
        done += text[at++];
        continue;
      }
      const std::size_t end = text.find('}', at);
      if (end == std::string::npos) return FailAt(path, "a ${ has no closing }");
      const std::string_view inner = std::string_view(text).substr(at + 2, end - at - 2);
      const std::size_t fallback = inner.find(":-");
      auto replacement = environment_(std::string(TrimSpace(inner.substr(0, fallback))));
      if (!replacement && fallback != std::string_view::npos) replacement = std::string(inner.substr(fallback + 2));
      unset = unset || !replacement;
      done += replacement.value_or("");
      at = end + 1;
    }
    value = unset ? Json(nullptr) : Json(done);
    return {};
  }

  Status Include(Json& value, const std::string& path) {
    const std::string directive = value.begin().key();
    if (!value.front().is_string()) return FailAt(path, std::format("{} expects a string", directive));
    const std::string target = value.front().get<std::string>();
    if (directive == "$env") {
      const auto found = environment_(target);
      value = found ? Json(*found) : Json(nullptr);
      return {};
    }
    if (directive == "$file") {
      auto text = ReadText(file_.parent_path() / target);
      if (!text) return FailAt(path, text.error().message);
      value = std::string(TrimSpace(*text));
      return {};
    }
    if (directive == "$include") return IncludeFile(value, target, path);
    return FailAt(path, std::format("{} is not known (known: $env, $file, $include)", directive));
  }

  Status IncludeFile(Json& value, const std::string& target, const std::string& path) {
    if (depth_ >= kMaxIncludeDepth) return FailAt(path, "$include is nested too deeply");
    const std::size_t hash = target.find('#');
    const fs::path file = file_.parent_path() / target.substr(0, hash);
    auto included = ReadYaml(file);
    if (!included) return FailAt(path, included.error().message);
    if (auto visited = Resolver(file, environment_, depth_ + 1).Visit(*included, ""); !visited) return visited;
    if (hash == std::string::npos) {
      value = std::move(*included);
      return {};
    }
    const Config config(std::move(*included));
    const Json* const part = config.Find(target.substr(hash + 1));
    if (part == nullptr) return FailAt(path, std::format("{} has no value {}", file.string(), target.substr(hash + 1)));
    value = *part;
    return {};
  }

  fs::path file_;
  const Environment& environment_;
  int depth_;
};

void Merge(Json& into, Json from) {
  if (!into.is_object() || !from.is_object()) {
    into = std::move(from);
    return;
  }
  for (auto& [key, value] : from.items()) {
    if (into.contains(key))
      Merge(into[key], std::move(value));
    else
      into[key] = std::move(value);
  }
}

/// A relative file is meant from where it is named, wherever the process runs.
void MakeTargetsAbsolute(Json& root, const fs::path& folder) {
  if (!root.is_object() || !root.contains("catalog") || !root["catalog"].is_object() ||
      !root["catalog"].contains("locations"))
    return;
  for (Json& location : root["catalog"]["locations"]) {
    if (!location.is_object() || StringMember(location, "type") != "file" || StringMember(location, "target").empty())
      continue;
    const fs::path target(StringMember(location, "target"));
    if (target.is_relative()) location["target"] = (folder / target).lexically_normal().string();
  }
}

void Override(Json& root, std::string_view path, const std::string& text) {
  Json* at = &root;
  for (const std::string_view key : Split(path, '_')) {
    if (!at->is_object()) *at = Json::object();
    at = &(*at)[std::string(key)];
  }
  const auto parsed = ParseJson(text);
  *at = parsed ? *parsed : Json(text);
}

}  // namespace

Result<Config> LoadConfig(const std::vector<fs::path>& files, const Environment& environment,
                          const std::vector<std::pair<std::string, std::string>>& overrides) {
  Json merged = Json::object();
  for (const fs::path& file : files) {
    const fs::path absolute = fs::absolute(file).lexically_normal();
    auto root = ReadYaml(absolute);
    if (!root) return std::unexpected(root.error());
    if (!root->is_object())
      return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: expected an object", file.string()));
    if (auto resolved = Resolver(absolute, environment, 0).Visit(*root, ""); !resolved)
      return std::unexpected(resolved.error());
    MakeTargetsAbsolute(*root, absolute.parent_path());
    Merge(merged, std::move(*root));
  }
  for (const auto& [name, value] : overrides) {
    if (name.starts_with(kOverridePrefix))
      Override(merged, std::string_view(name).substr(kOverridePrefix.size()), value);
  }
  return Config(std::move(merged));
}

}  // namespace callboard::kit
