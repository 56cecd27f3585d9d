// Registered locations: /api/catalog/locations.

#include <algorithm>
#include <format>

#include "functions/catalog/dry_run.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/location_request.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kRegisteredSource = "registered";
constexpr int kCreated = 201;

Status CheckWritable(const CatalogDeps& deps) {
  if (!deps.registration.readonly) return {};
  return Fail(ErrorCode::Forbidden, "This operation not allowed in readonly mode");
}

/// What the body says, if such a location may be registered.
Result<SourceLocation> AllowedLocation(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  auto location = LocationInput(*body);
  if (!location) return location;
  if (auto checked = CheckType(*location, deps.registration); !checked) return std::unexpected(checked.error());
  return location;
}

Result<bool> RefreshesOnConflict(const kit::Request& request, const CatalogDeps& deps) {
  const auto strategy = kit::QueryValue(request, "onConflict");
  if (!strategy) return deps.registration.refresh_on_conflict;
  if (strategy == "refresh" || strategy == "reject") return strategy == "refresh";
  return Fail(ErrorCode::InvalidInput,
              "request/query/onConflict must be equal to one of the allowed values: refresh, reject");
}

/// Readers see the write when this returns.
Status Publish(const RegisteredLocation& registered, const CatalogDeps& deps) {
  const auto written = deps.writer->PatchSource(kRegisteredSource, {.upserts = {EntityForRegistered(registered)}});
  return written ? Status{} : std::unexpected(written.error());
}

Result<kit::Response> DryRun(const kit::Request& request, const SourceLocation& location, const CatalogDeps& deps) {
  const auto existing = deps.locations->FindLocation(location);
  if (!existing) return std::unexpected(existing.error());
  const auto entities = ProcessWithoutKeeping(location, *deps.rules, *deps.reader, request.deadline);
  if (!entities) return std::unexpected(entities.error());
  Json shown = Json::array();
  for (const model::Entity& entity : *entities) shown.push_back(entity.document);
  const RegisteredLocation as_if{LocationText(location), location, model::RefText(EntityForLocation(location)), {}};
  return kit::JsonResponse(
      {{"exists", existing->has_value()}, {"location", JsonFromRegistered(as_if)}, {"entities", std::move(shown)}},
      kCreated);
}

/// A location that is there already: with its entity missing, as after a crash between the two, registering mends that.
Result<kit::Response> RegisterAgain(const RegisteredLocation& registered, bool refresh, const Error& conflict,
                                    const CatalogDeps& deps) {
  const bool is_shown =
      deps.replica->With([&](const Index& index) { return index.FindByRef(registered.entity_ref).has_value(); });
  if (!is_shown || refresh) {
    if (auto published = Publish(registered, deps); !published) return std::unexpected(published.error());
  }
  if (!refresh) return std::unexpected(conflict);
  if (is_shown) {
    if (const auto read = deps.writer->Refresh(registered.entity_ref); !read) return std::unexpected(read.error());
  }
  return kit::JsonResponse({{"location", JsonFromRegistered(registered)}, {"entities", Json::array()}}, kCreated);
}

}  // namespace

Result<kit::Response> CreateLocation(const kit::Request& request, const CatalogDeps& deps) {
  const auto location = AllowedLocation(request, deps);
  if (!location) return std::unexpected(location.error());
  const auto refresh = RefreshesOnConflict(request, deps);
  if (!refresh) return std::unexpected(refresh.error());
  if (IsYes(kit::QueryValue(request, "dryRun").value_or(""))) return DryRun(request, *location, deps);
  if (auto writable = CheckWritable(deps); !writable) return std::unexpected(writable.error());
  const auto added = deps.locations->Add(*location);
  if (!added && added.error().code == ErrorCode::Conflict) {
    const auto existing = deps.locations->FindLocation(*location);
    if (!existing) return std::unexpected(existing.error());
    if (*existing) return RegisterAgain(**existing, *refresh, added.error(), deps);
  }
  if (!added) return std::unexpected(added.error());
  if (auto published = Publish(*added, deps); !published) {
    // What was not acknowledged must not be found registered when it is tried again.
    static_cast<void>(deps.locations->Remove(added->id));
    return std::unexpected(published.error());
  }
  return kit::JsonResponse({{"location", JsonFromRegistered(*added)}, {"entities", Json::array()}}, kCreated);
}

Result<kit::Response> ListLocations(const kit::Request&, const CatalogDeps& deps) {
  const auto locations = deps.locations->List();
  if (!locations) return std::unexpected(locations.error());
  Json list = Json::array();
  for (const RegisteredLocation& registered : *locations) list.push_back({{"data", JsonFromRegistered(registered)}});
  return kit::JsonResponse(list);
}

Result<kit::Response> QueryLocations(const kit::Request& request, const CatalogDeps& deps) {
  const bool has_body = !request.body.empty();
  const auto body = has_body ? kit::JsonBody(request) : Json::object();
  if (!body) return std::unexpected(body.error());
  const auto query = LocationQueryFrom(*body);
  if (!query) return std::unexpected(query.error());
  auto locations = deps.locations->List();
  if (!locations) return std::unexpected(locations.error());
  return kit::JsonResponse(LocationPage(*query, std::move(*locations)));
}

Result<kit::Response> GetLocation(const kit::Request& request, const CatalogDeps& deps) {
  const auto registered = deps.locations->Get(kit::PathParam(request, "id"));
  if (!registered) return std::unexpected(registered.error());
  return kit::JsonResponse(JsonFromRegistered(*registered));
}

Result<kit::Response> UpdateLocation(const kit::Request& request, const CatalogDeps& deps) {
  if (auto writable = CheckWritable(deps); !writable) return std::unexpected(writable.error());
  const auto location = AllowedLocation(request, deps);
  if (!location) return std::unexpected(location.error());
  const auto moved = deps.locations->Move(kit::PathParam(request, "id"), *location);
  if (!moved) return std::unexpected(moved.error());
  if (auto published = Publish(*moved, deps); !published) return std::unexpected(published.error());
  return kit::JsonResponse(JsonFromRegistered(*moved));
}

Result<kit::Response> DeleteLocation(const kit::Request& request, const CatalogDeps& deps) {
  if (auto writable = CheckWritable(deps); !writable) return std::unexpected(writable.error());
  const auto registered = deps.locations->Get(kit::PathParam(request, "id"));
  if (!registered) return std::unexpected(registered.error());
  // In this order, a call that was cut off can be made again.
  const auto removed = deps.writer->PatchSource(
      kRegisteredSource, {.removed = {registered->entity_ref}, .by = std::string(NameOf(request.principal))});
  if (!removed) return std::unexpected(removed.error());
  if (auto forgotten = deps.locations->Remove(registered->id); !forgotten) return std::unexpected(forgotten.error());
  return kit::NoContent();
}

Result<kit::Response> GetLocationByEntity(const kit::Request& request, const CatalogDeps& deps) {
  const std::string ref = model::CanonicalRef({std::string(kit::PathParam(request, "kind")),
                                               std::string(kit::PathParam(request, "namespace")),
                                               std::string(kit::PathParam(request, "name"))});
  auto document = deps.replica->With([&](const Index& index) -> Result<std::string> {
    const auto id = index.FindByRef(ref);
    if (!id) return Fail(ErrorCode::NotFound, std::format("found no entity for ref {}", ref));
    return index.Document(*id);
  });
  if (!document) return std::unexpected(document.error());
  auto json = ParseJson(*document);
  if (!json) return std::unexpected(json.error());
  const model::Entity entity{std::move(*json)};
  const auto origin = ParseLocationText(model::Annotation(entity, kManagedByOriginLocation));
  if (!origin) return Fail(ErrorCode::NotFound, std::format("found no origin annotation for ref {}", ref));
  const auto registered = deps.locations->FindLocation(*origin);
  if (!registered) return std::unexpected(registered.error());
  if (!*registered)
    return Fail(ErrorCode::NotFound,
                std::format("Found no location with type {} and target {}", origin->type, origin->target));
  return kit::JsonResponse(JsonFromRegistered(**registered));
}

}  // namespace callboard::catalog
