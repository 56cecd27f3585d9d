// Refresh, removal and validation of single entities, and looking at what is to be registered.

#include <format>

#include "functions/catalog/analyze_location.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/location_request.hpp"
#include "shared/model/validate.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kCatalogFileName = "catalog-info.yaml";

/// An answer with an empty body, as Express sends it.
kit::Response Empty() {
  kit::Response response;
  response.content_type.clear();
  return response;
}

kit::Response ValidationErrors(Json errors) {
  return kit::JsonResponse({{"errors", std::move(errors)}}, TraitsOf(ErrorCode::InvalidInput).http_status);
}

kit::Response TypeError(std::string_view message) {
  return ValidationErrors({{{"name", "TypeError"}, {"message", message}}});
}

/// Why the text is no location that an entity can be validated for; "" when it is one.
std::string ProblemOfLocation(std::string_view text) {
  const auto location = ParseLocationText(text);
  if (!location)
    return std::format("Unable to parse location ref '{}', expected '<type>:<target>', e.g. 'url:https://host/path'",
                       text);
  if (location->type == "url") return "";
  return std::format("Invalid location ref {}, only 'url:<target>' is supported, e.g. url:https://host/path", text);
}

}  // namespace

Result<kit::Response> RefreshEntity(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  const auto text = RequiredText(*body, "entityRef");
  if (!text) return std::unexpected(text.error());
  const auto ref = model::ParseEntityRef(*text);
  const std::string canonical = ref ? model::CanonicalRef(*ref) : *text;
  const bool exists = deps.replica->With([&](const Index& index) { return index.FindByRef(canonical).has_value(); });
  if (!exists) return Fail(ErrorCode::NotFound, std::format("Entity {} not found", *text));
  if (const auto refreshed = deps.writer->Refresh(canonical); !refreshed) return std::unexpected(refreshed.error());
  return Empty();
}

Result<kit::Response> DeleteEntityByUid(const kit::Request& request, const CatalogDeps& deps) {
  if (auto deleted = deps.store->DeleteEntity(kit::PathParam(request, "uid"), deps.orphans, NameOf(request.principal));
      !deleted)
    return std::unexpected(deleted.error());
  if (auto caught_up = deps.replica->CatchUp(); !caught_up) return std::unexpected(caught_up.error());
  return kit::NoContent();
}

Result<kit::Response> ValidateEntity(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  const auto location = RequiredText(*body, "location");
  if (!location) return std::unexpected(location.error());
  const Json* const document = FindMember(*body, "entity");
  if (document == nullptr) return Fail(ErrorCode::InvalidInput, "request/body must have required property 'entity'");
  if (!document->is_object()) return Fail(ErrorCode::InvalidInput, "request/body/entity must be object");
  if (const std::string problem = model::EnvelopeProblem(*document); !problem.empty()) return TypeError(problem);
  if (const std::string problem = ProblemOfLocation(*location); !problem.empty()) return TypeError(problem);
  model::Entity entity{*document};
  if (const Json* const annotations = FindMember(entity.document["metadata"], "annotations");
      annotations != nullptr && !annotations->is_object())
    return TypeError("/metadata/annotations must be object - type: object");
  model::SetAnnotation(entity, kManagedByLocation, *location);
  model::SetAnnotation(entity, kManagedByOriginLocation, *location);
  const ProcessingResult result = ProcessEntity({std::move(entity), *location, 0}, *deps.rules, *deps.reader);
  if (result.problems.empty()) return Empty();
  Json errors = Json::array();
  for (const ProcessingProblem& problem : result.problems) errors.push_back(JsonFromProblem(problem).at("error"));
  return ValidationErrors(std::move(errors));
}

Result<kit::Response> AnalyzeLocationOfRequest(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  const Json* const member = FindMember(*body, "location");
  if (member == nullptr) return Fail(ErrorCode::InvalidInput, "request/body must have required property 'location'");
  const auto location = LocationInput(*member, "request/body/location");
  if (!location) return std::unexpected(location.error());
  std::string_view file_name = StringMember(*body, "catalogFilename");
  if (file_name.empty()) file_name = StringMember(*body, "catalogFileName");
  if (file_name.empty()) file_name = kCatalogFileName;
  const auto analysis =
      AnalyzeLocation(location->target, file_name,
                      {.rules = *deps.rules, .reader = *deps.reader, .locations = *deps.locations, .hosts = deps.hosts},
                      request.deadline);
  if (!analysis) return std::unexpected(analysis.error());
  return kit::JsonResponse(*analysis);
}

}  // namespace callboard::catalog
