#include "functions/catalog/placeholders.hpp"

#include <format>
#include <string>

#include "functions/catalog/ref_bundler.hpp"
#include "functions/catalog/scm_url.hpp"
#include "functions/kit/http.hpp"
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

Result<Json> Unparsed(const std::string&) {
  return Json();
}

/// Definitions are bundled, which takes more than their text.
constexpr Placeholder kPlaceholders[] = {
    {"$openapi", Unparsed},
    {"$asyncapi", Unparsed},
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

SourceLocation SourceAt(const SourceLocation& from, const std::string& reference, const Integrations& hosts) {
  const bool is_url = reference.starts_with("http://") || reference.starts_with("https://");
  return {is_url ? "url" : from.type, ResolveTarget(from, reference, hosts)};
}

void CollectSources(const Json& json, const SourceLocation& base, const Integrations& hosts,
                    std::vector<SourceLocation>& sources) {
  if (FindPlaceholder(json) != nullptr) {
    if (json.front().is_string()) sources.push_back(SourceAt(base, json.front().get<std::string>(), hosts));
  } else if (json.is_structured()) {
    for (const Json& member : json) CollectSources(member, base, hosts, sources);
  }
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
    if (!target.is_string())
      return failed("expected a string value parameter, in the form of an absolute URL or a relative path");
    const auto file = ReadFrom(base_, target.get<std::string>());
    if (!file) return failed(file.error().message);
    auto value = placeholder.parse == Unparsed ? Bundle(*file) : placeholder.parse(file->text);
    if (!value) return failed(std::format("{}: {}", target.get<std::string>(), value.error().message));
    json = std::move(*value);
    return {};
  }

  /// A file that an entity's own file, or one of those that it refers to, names; its name is a location's text.
  Result<BundledFile> ReadFrom(const SourceLocation& from, const std::string& reference) {
    const SourceLocation source = SourceAt(from, reference, reader_.Hosts());
    if (Status allowed = CheckSameRepository(source); !allowed) return std::unexpected(allowed.error());
    auto content = reader_.Read(source, "");
    if (!content) return std::unexpected(content.error());
    if (content->files.size() != 1) return Fail(ErrorCode::InvalidInput, "expected one file");
    Result<std::string>& text = content->files.front().text;
    if (!text) return std::unexpected(text.error());
    if (!kit::IsPlainText(*text))
      return Fail(ErrorCode::InvalidInput, std::format("{}: expected UTF-8 without NUL characters", source.target));
    return BundledFile{LocationText(source), std::move(*text)};
  }

  Result<Json> Bundle(const BundledFile& file) {
    auto bundled = BundleReferences(file, [this](const std::string& from, const std::string& reference) {
      return ReadFrom(ParseLocationText(from).value_or(base_), reference);
    });
    if (!bundled) return std::unexpected(bundled.error());
    return Json(std::move(*bundled));
  }

  /// Who may write one repository must not get at others through the credentials of the catalog.
  /// Source: assertSameRepository of @backstage/plugin-catalog-backend.
  [[nodiscard]] Status CheckSameRepository(const SourceLocation& source) const {
    const Integration* const host = source.type == "url" ? reader_.Hosts().ForUrl(source.target) : nullptr;
    if (host == nullptr || base_.type != "url") return {};
    const auto refused =
        Fail(ErrorCode::Forbidden, "Placeholder may only reference files from the same repository as the entity");
    if (reader_.Hosts().ForUrl(base_.target) != host) return refused;
    if (host->type == IntegrationType::Generic) return {};
    const auto to = ParseRepositoryUrl(*host, source.target);
    const auto from = ParseRepositoryUrl(*host, base_.target);
    if (!to || !from || to->owner != from->owner || to->name != from->name) return refused;
    return {};
  }

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

std::vector<SourceLocation> PlaceholderSources(const Json& document, const SourceLocation& base,
                                               const Integrations& hosts) {
  std::vector<SourceLocation> sources;
  for (const char* const part : {"metadata", "spec"}) {
    if (const Json* const json = FindMember(document, part)) CollectSources(*json, base, hosts, sources);
  }
  return sources;
}

}  // namespace callboard::catalog
