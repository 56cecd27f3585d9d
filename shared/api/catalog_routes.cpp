#include "shared/api/catalog_routes.hpp"

#include <array>

namespace callboard::api {
namespace {

constexpr std::string_view kRead = "catalog.entity.read";

constexpr std::array kRoutes = {
    RouteRecord{"ListEntities", "GET", "/api/catalog/entities", kRead, "", "Entity[]",
                "Entities that match a filter, with offset paging",
                "/api/catalog/entities?filter=kind=component&limit=5"},
    RouteRecord{"PushEntities", "PUT", "/api/catalog/entities", "catalog.entity.create", "PushRequest", "PushResponse",
                "Makes entities what a source says: all of them, or a patch; also as a dry run", "", Callers::Services},
    RouteRecord{"QueryEntities", "GET", "/api/catalog/entities/by-query", kRead, "", "EntitiesQueryResponse",
                "Entities that match a filter, ordered, with cursor paging",
                "/api/catalog/entities/by-query?filter=kind=component&orderField=metadata.name,asc&limit=20"},
    RouteRecord{"QueryEntitiesByPredicate", "POST", "/api/catalog/entities/by-query", kRead,
                "QueryEntitiesByPredicateRequest", "EntitiesQueryResponse",
                "As by-query, with a filter predicate in the body", "/api/catalog/entities/by-query"},
    RouteRecord{"GetEntityByUid", "GET", "/api/catalog/entities/by-uid/{uid}", kRead, "", "Entity",
                "One entity by its uid", ""},
    RouteRecord{"GetEntityByName", "GET", "/api/catalog/entities/by-name/{kind}/{namespace}/{name}", kRead, "",
                "Entity", "One entity by kind, namespace and name", ""},
    RouteRecord{"GetEntityAncestry", "GET", "/api/catalog/entities/by-name/{kind}/{namespace}/{name}/ancestry", kRead,
                "", "EntityAncestryResponse", "The locations and entities that led to an entity", ""},
    RouteRecord{"GetEntityHistory", "GET", "/api/catalog/entities/by-name/{kind}/{namespace}/{name}/history", kRead, "",
                "EntityHistoryResponse",
                "When an entity was created, and who or what changed which field since, newest first", ""},
    RouteRecord{"GetCatalogHistory", "GET", "/api/catalog/history", kRead, "", "CatalogHistoryResponse",
                "What changed lately: entities that were created, updated and deleted, newest first",
                "/api/catalog/history?kind=component&limit=10"},
    RouteRecord{"GetEntitiesByRefs", "POST", "/api/catalog/entities/by-refs", kRead, "GetEntitiesByRefsRequest",
                "EntitiesBatchResponse", "Many entities by their references, null for each that is missing",
                "/api/catalog/entities/by-refs"},
    RouteRecord{"GetEntityFacets", "GET", "/api/catalog/entity-facets", kRead, "", "EntityFacetsResponse",
                "The distinct values of fields with their counts", "/api/catalog/entity-facets?facet=kind"},
    RouteRecord{"QueryEntityFacets", "POST", "/api/catalog/entity-facets", kRead, "QueryEntityFacetsByPredicateRequest",
                "EntityFacetsResponse", "As entity-facets, with a filter predicate in the body",
                "/api/catalog/entity-facets"},
    RouteRecord{"RefreshEntity", "POST", "/api/catalog/refresh", "catalog.entity.refresh", "RefreshEntityRequest", "",
                "Reads the sources of an entity again", ""},
    RouteRecord{"DeleteEntityByUid", "DELETE", "/api/catalog/entities/by-uid/{uid}", "catalog.entity.delete", "", "",
                "Takes an entity out; what still leads to it brings it back", ""},
    RouteRecord{"ValidateEntity", "POST", "/api/catalog/validate-entity", "catalog.entity.validate",
                "ValidateEntityRequest", "ValidateEntityErrors", "Whether the catalog would accept an entity", ""},
    RouteRecord{"CreateLocation", "POST", "/api/catalog/locations", "catalog.location.create", "LocationInput",
                "CreateLocationResponse", "Registers a location; with dryRun=true only says what it would bring", ""},
    RouteRecord{"ListLocations", "GET", "/api/catalog/locations", "catalog.location.read", "", "RegisteredLocation[]",
                "The registered locations", "/api/catalog/locations"},
    RouteRecord{"QueryLocations", "POST", "/api/catalog/locations/by-query", "catalog.location.read",
                "QueryLocationsRequest", "LocationsQueryResponse", "Registered locations that match a predicate", ""},
    RouteRecord{"GetLocation", "GET", "/api/catalog/locations/{id}", "catalog.location.read", "", "Location",
                "One registered location", ""},
    RouteRecord{"UpdateLocation", "PUT", "/api/catalog/locations/{id}", "catalog.location.create", "LocationInput",
                "Location", "Points a registered location at another target", ""},
    RouteRecord{"DeleteLocation", "DELETE", "/api/catalog/locations/{id}", "catalog.location.delete", "", "",
                "Takes back a registration, and the entities that only it led to", ""},
    RouteRecord{"GetLocationByEntity", "GET", "/api/catalog/locations/by-entity/{kind}/{namespace}/{name}",
                "catalog.location.read", "", "Location", "The registered location that led to an entity", ""},
    RouteRecord{"AnalyzeLocation", "POST", "/api/catalog/analyze-location", "catalog.location.analyze",
                "AnalyzeLocationRequest", "AnalyzeLocationResponse",
                "The descriptors at a URL, or an entity to begin with", ""},
    RouteRecord{"GetCatalogFeed", "GET", "/api/catalog/feed", kRead, "", "CatalogFeed",
                "The catalog as a log of changes since a version, one JSON document a line",
                "/api/catalog/feed?since=0"},
    RouteRecord{"GetCatalogOpenApi", "GET", "/api/catalog/openapi.json", "", "", "OpenApi",
                "The catalog's part of /openapi.json", "/api/catalog/openapi.json"},
    RouteRecord{"ReceiveCatalogEvent", "POST", "/api/catalog/events", "catalog.events.receive", "CloudEvent", "",
                "Takes a CloudEvent: a tick or a change at a source", "", Callers::Services},
    RouteRecord{"GetIngestion", "GET", "/api/catalog/ingestion", "catalog.location.read", "", "IngestionResponse",
                "Every location with its last and next run, and every entity that was rejected with its reason",
                "/api/catalog/ingestion"},
    RouteRecord{"ListProviders", "GET", "/api/catalog/providers", kRead, "", "ProvidersResponse",
                "The providers of the configuration, how their last runs went, and what they may still ask",
                "/api/catalog/providers"},
    RouteRecord{"ReceiveWebhook", "POST", "/api/catalog/webhooks/{source}", "", "", "WebhookResponse",
                "Takes a signed event of github, gitlab or azureDevOps", ""},
    RouteRecord{"ReceiveEvent", "POST", "/api/events/http/{source}", "", "", "WebhookResponse",
                "As webhooks, at the path that Backstage's events have", ""},
};

}  // namespace

std::span<const RouteRecord> CatalogRoutes() {
  return kRoutes;
}

}  // namespace callboard::api
