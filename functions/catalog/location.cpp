#include "functions/catalog/location.hpp"

#include <cctype>
#include <filesystem>
#include <format>

#include "functions/catalog/scm_url.hpp"
#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

bool IsUrl(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

/// \b[0-9a-f]{40,}\b: a page of one commit stays as it is.
bool HoldsCommitHash(std::string_view text) {
  std::size_t digits = 0;
  bool is_word_of_digits = true;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    const bool is_word = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    if (!is_word) {
      if (is_word_of_digits && digits >= 40) return true;
      digits = 0;
      is_word_of_digits = true;
      continue;
    }
    is_word_of_digits = is_word_of_digits && std::string_view("0123456789abcdef").contains(c);
    ++digits;
  }
  return false;
}

}  // namespace

std::string LocationText(const SourceLocation& location) {
  return std::format("{}:{}", location.type, location.target);
}

std::optional<SourceLocation> ParseLocationText(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return std::nullopt;
  return SourceLocation{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

model::Entity EntityForLocation(const SourceLocation& location) {
  const std::string text = LocationText(location);
  return {{{"apiVersion", "backstage.io/v1alpha1"},
           {"kind", "Location"},
           {"metadata",
            {{"name", "generated-" + kit::Sha1Hex(text)},
             {"namespace", model::kDefaultNamespace},
             {"annotations", {{kManagedByLocation, text}, {kManagedByOriginLocation, text}}}}},
           {"spec", {{"type", location.type}, {"target", location.target}}}}};
}

std::string ResolveTarget(const SourceLocation& base, std::string_view target, const Integrations& hosts) {
  if (IsUrl(target)) return std::string(target);
  if (base.type == "url") return ResolveScmUrl(hosts, target, base.target).value_or(std::string(target));
  const std::filesystem::path path(target);
  if (path.is_absolute()) return path.lexically_normal().generic_string();
  return (std::filesystem::path(base.target).parent_path() / path).lexically_normal().generic_string();
}

void AnnotateLocation(model::Entity& entity, const SourceLocation& location, const SourceLocation& origin,
                      const Integrations& hosts) {
  if (location.type.empty() && origin.type.empty()) return;
  Json& annotations = entity.document["metadata"]["annotations"];
  if (!annotations.is_object() && !annotations.is_null()) return;
  const auto set = [&](std::string_view name, const std::string& value) {
    if (!annotations.contains(name)) annotations[std::string(name)] = value;
  };
  if (!location.type.empty()) set(kManagedByLocation, LocationText(location));
  if (!origin.type.empty()) set(kManagedByOriginLocation, LocationText(origin));
  if (location.type != "url") return;
  set(kViewUrl, location.target);
  if (hosts.ForUrl(location.target) == nullptr) return;
  if (!HoldsCommitHash(location.target)) set(kEditUrl, ResolveEditUrl(hosts, location.target));
  if (const auto folder = ResolveScmUrl(hosts, "./", location.target)) set(kSourceLocation, "url:" + *folder);
}

}  // namespace callboard::catalog
