#include "functions/catalog/placeholders.hpp"

#include <format>
#include <string>

#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

using Parser = Result<Json> (*)(const std::string& text);
using Resolved = std::expected<void, PlaceholderProblem>;

Result<Json> FromYaml(const std::string& text) {
  auto documents = model::ParseYamlDocuments(text);
  if (documents.size() != 1)
    return Fail(ErrorCode::InvalidInput, std::format("expected one YAML document, found {}", documents.size()));
  return std::move(documents[0].content);
}

struct Placeholder {
  std::string_view key;
  Parser parse;
};

constexpr Placeholder kPlaceholders[] = {
    {"$text", [](const std::string& text) -> Result<Json> { return Json(text); }},
    {"$json", [](const std::string& text) { return ParseJson(text); }},
    {"$yaml", FromYaml},
};

const Placeholder* FindPlaceholder(const Json& json) {
  if (!json.is_object() || json.size() != 1) return nullptr;
  for (const Placeholder& placeholder : kPlaceholders) {
    if (json.contains(placeholder.key)) return &placeholder;
  }
  return nullptr;
}

std::string PointerStep(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~' || c == '/') {
      step += c == '~' ? "~0" : "~1";
    } else {
      step += c;
    }
  }
  return step;
}

class Resolver {
 public:
  Resolver(const SourceLocation& base, SourceReader& reader) : base_(base), reader_(reader) {}

  Resolved Visit(Json& json, const std::string& path) {
    if (const Placeholder* const placeholder = FindPlaceholder(json)) return Replace(json, *placeholder, path);
    if (!json.is_structured()) return {};
    for (auto member = json.begin(); member != json.end(); ++member) {
      const std::string key = json.is_object() ? member.key() : std::to_string(member - json.begin());
      if (auto visited = Visit(*member, path + PointerStep(key)); !visited) return visited;
    }
    return {};
  }

 private:
  Resolved Replace(Json& json, const Placeholder& placeholder, const std::string& path) {
    const auto failed = [&](std::string_view reason) {
      const std::string message =
          std::format("Placeholder {} at {} could not be resolved: {}", placeholder.key, path, reason);
      return std::unexpected(PlaceholderProblem{{ErrorCode::InvalidInput, message, {}, nullptr}, path});
    };
    const Json& target = json.front();
    if (!target.is_string()) return failed("expected a string with a path or URL");
    const SourceLocation source{IsUrl(target.get<std::string>()) ? "url" : base_.type,
                                ResolveTarget(base_, target.get<std::string>(), reader_.Hosts())};
    const auto content = reader_.Read(source, "");
    if (!content) return failed(content.error().message);
    if (content->files.size() != 1) return failed("expected one file");
    const Result<std::string>& text = content->files.front().text;
    if (!text) return failed(text.error().message);
    auto value = placeholder.parse(*text);
    if (!value) return failed(std::format("{}: {}", source.target, value.error().message));
    json = std::move(*value);
    return {};
  }

  static bool IsUrl(std::string_view target) { return target.starts_with("http://") || target.starts_with("https://"); }

  const SourceLocation& base_;
  SourceReader& reader_;
};

}  // namespace

Resolved ResolvePlaceholders(Json& document, const SourceLocation& base, SourceReader& reader) {
  Resolver resolver(base, reader);
  for (const char* const part : {"metadata", "spec"}) {
    const auto found = document.find(part);
    if (found == document.end()) continue;
    if (auto visited = resolver.Visit(*found, std::format("/{}", part)); !visited) return visited;
  }
  return {};
}

}  // namespace callboard::catalog
