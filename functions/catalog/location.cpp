#include "functions/catalog/location.hpp"

#include <filesystem>
#include <format>

#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

bool IsUrl(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

/// scheme://host and the path, of which the last segment is cut.
std::string ResolveUrl(std::string_view base, std::string_view target) {
  const std::size_t path_begin = base.find('/', base.find("://") + 3);
  if (path_begin == std::string_view::npos) return std::format("{}/{}", base, target);
  const std::string_view origin = base.substr(0, path_begin);
  const std::string_view path = base.substr(path_begin, base.find_first_of("?#", path_begin) - path_begin);
  const std::filesystem::path joined =
      target.starts_with('/') ? std::filesystem::path(target) : std::filesystem::path(path).parent_path() / target;
  return std::string(origin) + joined.lexically_normal().generic_string();
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

std::string ResolveTarget(const SourceLocation& base, std::string_view target) {
  if (IsUrl(target)) return std::string(target);
  if (base.type == "url") return ResolveUrl(base.target, target);
  const std::filesystem::path path(target);
  if (path.is_absolute()) return path.lexically_normal().generic_string();
  return (std::filesystem::path(base.target).parent_path() / path).lexically_normal().generic_string();
}

}  // namespace callboard::catalog
