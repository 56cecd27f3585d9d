#include "client/views/ingestion_page.hpp"

#include <algorithm>
#include <format>
#include <functional>
#include <map>

#include "client/views/time_text.hpp"

namespace callboard::views {
namespace {

constexpr std::string_view kGenerated = "location:default/generated-";
constexpr std::string_view kConflictError = "ConflictError";

const Json& ListAt(const Json& json, std::string_view key) {
  static const Json kNone = Json::array();
  const Json* const list = FindMember(json, key);
  return list != nullptr && list->is_array() ? *list : kNone;
}

double NumberAt(const Json& json, std::string_view key) {
  const Json* const number = FindMember(json, key);
  return number != nullptr && number->is_number() ? number->get<double>() : 0;
}

std::size_t CountAt(const Json& json, std::string_view key) {
  return static_cast<std::size_t>(std::max(0.0, NumberAt(json, key)));
}

bool IsSet(const Json& json, std::string_view key) {
  const Json* const flag = FindMember(json, key);
  return flag != nullptr && flag->is_boolean() && flag->get<bool>();
}

/// Names that were made from a target say nothing; others were chosen by people.
std::string TargetText(const Json& location, const EntityLink& link) {
  std::string text;
  if (!link.ref.starts_with(kGenerated)) return link.text;
  for (const Json& target : ListAt(location, "targets")) {
    if (target.is_string()) text += (text.empty() ? "" : ", ") + target.get<std::string>();
  }
  return text.empty() ? link.text : text;
}

/// What the locations are called on the page, by ref.
using Names = std::map<std::string, std::string, std::less<>>;

Names NamesOf(const store::AppState& state, const Json& locations) {
  Names names;
  for (const Json& location : locations) {
    const std::string ref(StringMember(location, "entityRef"));
    names.emplace(ref, TargetText(location, LinkTo(state, ref, {.kind = "location"})));
  }
  return names;
}

/// Who brought the location: sources by name, else the entity that leads to it.
std::string OriginText(const Names& names, const Json& location) {
  if (FindMember(location, "registrationId") != nullptr) return "Registered";
  const Json* const parents = FindMember(location, "parents");
  if (parents == nullptr) return "Nothing any more";
  for (const Json& source : ListAt(*parents, "sources")) {
    if (source == "config") return "Configuration";
    if (source.is_string()) return source.get<std::string>();
  }
  for (const Json& parent : ListAt(*parents, "entities")) {
    if (!parent.is_string()) continue;
    const auto named = names.find(parent.get<std::string>());
    return named == names.end() ? parent.get<std::string>() : named->second;
  }
  return "Nothing any more";
}

LocationItem LocationFrom(const store::AppState& state, const Names& names, const Json& location) {
  const std::string ref(StringMember(location, "entityRef"));
  LocationItem item{.link = LinkTo(state, ref, {.kind = "location"}), .origin = OriginText(names, location)};
  item.link.text = names.find(ref)->second;
  item.last_secs = SecsFromIso(StringMember(location, "lastRunAt"));
  item.next_secs = SecsFromIso(StringMember(location, "nextRunAt"));
  item.duration_ms = NumberAt(location, "lastDurationMs");
  item.is_running = IsSet(location, "isRunning");
  item.entity_count = CountAt(location, "entityCount");
  item.rejected_count = CountAt(location, "rejectedCount");
  item.refresh = StateOfAction(state, store::ActionKey(store::RefreshEntity{ref}));
  return item;
}

bool IsConflict(const Json& problem) {
  const Json* const error = FindMember(problem, "error");
  return error != nullptr && StringMember(*error, "name") == kConflictError;
}

/// Conflicts are problems of the location that did not get the entity.
void TakeRejected(const store::AppState& state, const Json& rejected, IngestionPageData& data) {
  RejectedItem entity{.entity = LinkTo(state, StringMember(rejected, "entityRef")),
                      .is_shown = IsSet(rejected, "isShown")};
  RejectedItem conflict = entity;
  for (const Json& problem : ListAt(rejected, "problems"))
    (IsConflict(problem) ? conflict : entity).reasons.push_back(ProblemText(problem));
  if (!entity.reasons.empty()) data.rejected.push_back(std::move(entity));
  if (!conflict.reasons.empty()) data.conflicts.push_back(std::move(conflict));
}

ProviderItem ProviderFrom(const Json& provider) {
  return {.id = std::string(StringMember(provider, "id")),
          .is_running = IsSet(provider, "isRunning"),
          .last_secs = SecsFromIso(StringMember(provider, "lastStartedAt")),
          .next_secs = SecsFromIso(StringMember(provider, "nextRunAt")),
          .duration_ms = NumberAt(provider, "lastDurationMs"),
          .entity_count = CountAt(provider, "entityCount"),
          .error = std::string(StringMember(provider, "error"))};
}

void TakeOrphans(const store::AppState& state, IngestionPageData& data) {
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return;
  const catalog::Filter filter{
      .op = catalog::Filter::Op::In, .field = "metadata.annotations.backstage.io/orphan", .values = {"true"}};
  for (const catalog::EntityId id : index->Match(filter)) data.orphans.push_back(LinkTo(state, index->Ref(id)));
}

}  // namespace

store::Needs NeedsIngestionPage(const store::Route&) {
  return {store::Need{}, {store::Need::What::Ingestion, {}}, {store::Need::What::Providers, {}}};
}

IngestionPageData BuildIngestionPageData(const store::AppState& state, const store::Route& route) {
  IngestionPageData data{.title = "Ingestion"};
  const store::Needs needs = NeedsIngestionPage(route);
  const store::Remote<Json>* const read = store::ReadOf(state, needs[1]);
  data.loading = StateOfAnswer(read);
  if (read != nullptr && read->value() != nullptr) {
    data.is_loaded = true;
    const Json& locations = ListAt(*read->value(), "locations");
    const Names names = NamesOf(state, locations);
    for (const Json& location : locations) data.locations.push_back(LocationFrom(state, names, location));
    for (const Json& rejected : ListAt(*read->value(), "rejected")) TakeRejected(state, rejected, data);
    data.rejected_total = CountAt(*read->value(), "rejectedTotal");
  }
  const store::Remote<Json>* const providers = store::ReadOf(state, needs[2]);
  data.provider_loading = StateOfAnswer(providers);
  if (providers != nullptr && providers->value() != nullptr) {
    for (const Json& provider : ListAt(*providers->value(), "items")) data.providers.push_back(ProviderFrom(provider));
  }
  TakeOrphans(state, data);
  return data;
}

}  // namespace callboard::views
