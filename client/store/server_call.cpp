#include "client/store/server_call.hpp"

#include <format>

#include "shared/model/entity_ref.hpp"

namespace callboard::store {
namespace {

constexpr std::string_view kNewestChanges = "50";

Json UrlLocation(const std::string& url) {
  return {{"type", "url"}, {"target", url}};
}

/// The parameters of paths with {kind}/{namespace}/{name}.
net::Params PartsOf(const std::string& ref) {
  const auto parsed = model::ParseEntityRef(ref);
  if (!parsed) return {};
  return {{"kind", parsed->kind}, {"namespace", parsed->name_space}, {"name", parsed->name}};
}

}  // namespace

ServerCall CallOf(const RefreshEntity& command) {
  return {ActionKey(command), {.route = "RefreshEntity", .body = {{"entityRef", command.ref}}}};
}

ServerCall CallOf(const UnregisterLocation& command) {
  return {ActionKey(command), {.route = "DeleteLocation", .path = {{"id", command.id}}}};
}

ServerCall CallOf(const DeleteEntity& command) {
  return {ActionKey(command), {.route = "DeleteEntityByUid", .path = {{"uid", command.uid}}}};
}

ServerCall CallOf(const AnalyzeLocation& command) {
  return {ActionKey(command), {.route = "AnalyzeLocation", .body = {{"location", UrlLocation(command.url)}}}, false};
}

ServerCall CallOf(const PreviewLocation& command) {
  return {ActionKey(command),
          {.route = "CreateLocation", .query = {{"dryRun", "true"}}, .body = UrlLocation(command.url)},
          false};
}

ServerCall CallOf(const RegisterLocation& command) {
  return {ActionKey(command), {.route = "CreateLocation", .body = UrlLocation(command.url)}};
}

net::RouteCall ReadingOf(const Need& need) {
  switch (need.what) {
    case Need::What::EntityHistory:
      return {
          .route = "GetEntityHistory", .path = PartsOf(need.ref), .query = {{"limit", std::string(kNewestChanges)}}};
    case Need::What::CatalogHistory:
      return {.route = "GetCatalogHistory", .query = {{"limit", std::string(kNewestChanges)}}};
    case Need::What::LocationOfEntity:
      return {.route = "GetLocationByEntity", .path = PartsOf(need.ref)};
    case Need::What::Ingestion:
      return {.route = "GetIngestion"};
    case Need::What::Providers:
      return {.route = "ListProviders"};
    case Need::What::Catalog:
    case Need::What::Entity:
      break;
  }
  return {};
}

}  // namespace callboard::store
