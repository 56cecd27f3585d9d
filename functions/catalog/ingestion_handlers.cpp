#include <algorithm>

#include "functions/catalog/handlers.hpp"
#include "functions/catalog/ingestion_report_store.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMostRejected = 1000;
constexpr std::string_view kSourcePrefix = "source:";

/// What a location says itself: one target, or several of a type.
Json TargetsOf(const Json& source) {
  Json targets = Json::array();
  const Json* const spec = FindMember(source, "spec");
  if (spec == nullptr) return targets;
  if (const std::string_view target = StringMember(*spec, "target"); !target.empty()) targets.push_back(target);
  const Json* const list = FindMember(*spec, "targets");
  if (list == nullptr || !list->is_array()) return targets;
  for (const Json& target : *list) {
    if (target.is_string()) targets.push_back(target);
  }
  return targets;
}

/// Sources by their names, and the entities that lead to it.
Json ParentsOf(const LocationRuns& runs) {
  Json sources = Json::array();
  Json entities = Json::array();
  for (const std::string& parent : runs.parents) {
    if (parent.starts_with(kSourcePrefix)) {
      sources.push_back(parent.substr(kSourcePrefix.size()));
    } else {
      entities.push_back(parent);
    }
  }
  return {{"sources", std::move(sources)}, {"entities", std::move(entities)}};
}

Json JsonFromLocation(const LocationRuns& runs) {
  const Json source = ParseJson(runs.source).value_or(Json::object());
  const Json* const spec = FindMember(source, "spec");
  Json json = {{"entityRef", runs.ref},
               {"location", runs.location_key},
               {"type", spec == nullptr ? "" : StringMember(*spec, "type")},
               {"targets", TargetsOf(source)},
               {"parents", ParentsOf(runs)},
               {"isRunning", runs.is_running},
               {"lastDurationMs", runs.last_duration_ms},
               {"entityCount", runs.entity_count},
               {"rejectedCount", runs.rejected_count},
               {"problems", ParseJson(runs.problems).value_or(Json::array())}};
  if (runs.registration_id) json["registrationId"] = *runs.registration_id;
  if (runs.last_run_at) json["lastRunAt"] = *runs.last_run_at;
  if (runs.next_run_at) json["nextRunAt"] = *runs.next_run_at;
  return json;
}

Json JsonFromRejected(const EntityProblems& rejected) {
  return {{"entityRef", rejected.ref},
          {"location", rejected.location_key},
          {"isShown", rejected.is_shown},
          {"problems", ParseJson(rejected.problems).value_or(Json::array())}};
}

}  // namespace

Result<kit::Response> GetIngestion(const kit::Request&, const CatalogDeps& deps) {
  const auto state = deps.ingestion->Read(kMostRejected);
  if (!state) return std::unexpected(state.error());
  Json locations = Json::array();
  for (const LocationRuns& runs : state->locations) locations.push_back(JsonFromLocation(runs));
  Json rejected = Json::array();
  for (const EntityProblems& entity : state->rejected) rejected.push_back(JsonFromRejected(entity));
  kit::Response response = kit::JsonResponse({{"locations", std::move(locations)},
                                              {"rejected", std::move(rejected)},
                                              {"rejectedTotal", state->rejected_total}});
  response.headers.emplace("Cache-Control", "no-store");
  return response;
}

}  // namespace callboard::catalog
