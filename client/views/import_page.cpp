#include "client/views/import_page.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <set>

#include "client/views/entity_facts.hpp"
#include "client/views/kind_text.hpp"
#include "shared/model/relations.hpp"
#include "shared/model/yaml_writer.hpp"

namespace callboard::views {
namespace {

constexpr std::string_view kLocationAnnotation = "backstage.io/managed-by-location";
constexpr std::string_view kUrlPrefix = "url:";

/// What is at the URL, before anything is said of it.
struct Found {
  model::Entity entity;
  std::string file;
};

const Json& ListAt(const Json& json, std::string_view key) {
  static const Json kNone = Json::array();
  const Json* const list = FindMember(json, key);
  return list != nullptr && list->is_array() ? *list : kNone;
}

bool IsSet(const Json& json, std::string_view key) {
  const Json* const flag = FindMember(json, key);
  return flag != nullptr && flag->is_boolean() && flag->get<bool>();
}

std::string FileOf(const model::Entity& entity) {
  const std::string location(model::Annotation(entity, kLocationAnnotation));
  return location.starts_with(kUrlPrefix) ? location.substr(kUrlPrefix.size()) : location;
}

/// The first one stands for the location itself.
std::vector<Found> FoundByPreview(const Json& answer) {
  std::vector<Found> found;
  for (const Json& document : ListAt(answer, "entities") | std::views::drop(1)) {
    const model::Entity entity{document};
    found.push_back({entity, FileOf(entity)});
  }
  return found;
}

std::vector<Found> FoundByAnalysis(const Json& answer) {
  std::vector<Found> found;
  for (const Json& file : ListAt(answer, "existingEntityFiles")) {
    const Json* const document = FindMember(file, "entity");
    if (document != nullptr) found.push_back({model::Entity{*document}, TextAt(file, {"location", "target"})});
  }
  return found;
}

/// What would be wrong with it here, as far as this browser's copy of the catalog can tell.
void TakeProblems(const store::AppState& state, const Found& found, const std::set<std::string>& together,
                  ImportEntity& entity) {
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr || !store::IsCatalogComplete(state)) return;
  if (index->FindByRef(entity.link.ref)) {
    const std::string there = FileOf(ReplicaEntity(state, entity.link.ref));
    if (there == found.file) {
      entity.note = "Already in the catalog";
    } else {
      entity.problems.push_back(
          std::format("The catalog has an entity of this name from {}; this one would be left out", there));
    }
  }
  for (const model::Relation& relation : model::RelationsOf(found.entity).relations) {
    const std::string& target = relation.target_ref;
    if (together.contains(target) || index->FindByRef(target)) continue;
    entity.problems.push_back(std::format("{}: {} is not in the catalog", RelationLabel(relation.type), target));
  }
}

void TakeEntities(const store::AppState& state, const std::vector<Found>& all, ImportPageData& data) {
  std::set<std::string> together;
  for (const Found& found : all) together.insert(model::RefText(found.entity));
  for (const Found& found : all) {
    ImportEntity entity{.link = LinkTo(found.entity), .kind = KindLabel(model::Kind(found.entity)), .file = found.file};
    entity.type = model::SpecString(found.entity, "type");
    TakeProblems(state, found, together, entity);
    data.entities.push_back(std::move(entity));
  }
}

void TakeTarget(const store::AppState& state, const std::string& url, bool is_registered, ImportPageData& data) {
  if (std::ranges::contains(data.targets, url, &ImportTarget::url)) return;
  data.targets.push_back({url, is_registered, StateOfAction(state, store::ActionKey(store::RegisterLocation{url}))});
}

void TakePreview(const store::AppState& state, const Json& answer, ImportPageData& data) {
  TakeEntities(state, FoundByPreview(answer), data);
  TakeTarget(state, data.url, IsSet(answer, "exists"), data);
}

void TakeAnalysis(const store::AppState& state, const Json& answer, ImportPageData& data) {
  const Json& generated = ListAt(answer, "generateEntities");
  if (!generated.empty()) {
    if (const Json* const entity = FindMember(generated.front(), "entity"); entity != nullptr)
      data.generated = model::DumpYaml(*entity);
  }
  if (data.is_file) return;
  TakeEntities(state, FoundByAnalysis(answer), data);
  for (const Json& file : ListAt(answer, "existingEntityFiles"))
    TakeTarget(state, TextAt(file, {"location", "target"}), IsSet(file, "isRegistered"), data);
}

const Json* ValueOf(const store::AppState& state, const std::string& key) {
  const store::Remote<Json>* const action = store::ActionOf(state, key);
  return action != nullptr && action->state() == store::RemoteState::Ready ? action->value() : nullptr;
}

/// A repository without a file, or a file that does not exist: what is there but wrong needs no other file.
bool IsNotThere(const ImportPageData& data) {
  if (!data.is_file) return true;
  return data.preview.failed &&
         (data.preview.code == ErrorCode::NotFound || data.preview.error.starts_with("NotFoundError"));
}

ImportStep StepOf(const ImportPageData& data) {
  const auto was_registered = [](const ImportTarget& target) { return target.registration.is_done; };
  const auto is_settled = [](const ImportTarget& target) {
    return target.is_registered || target.registration.is_done;
  };
  if (std::ranges::any_of(data.targets, was_registered) && std::ranges::all_of(data.targets, is_settled))
    return ImportStep::Done;
  const bool is_answered = data.analysis.is_done || data.preview.is_done || data.preview.failed || data.analysis.failed;
  return is_answered && !data.is_looking ? ImportStep::Review : ImportStep::Choose;
}

}  // namespace

bool IsDescriptorUrl(std::string_view url) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

store::Needs NeedsImportPage(const store::Route&) {
  return {store::Need{}};
}

ImportPageData BuildImportPageData(const store::AppState& state, const store::Route& route) {
  ImportPageData data{.title = "Register a component", .url = route.target};
  if (data.url.empty()) return data;
  data.is_file = IsDescriptorUrl(data.url);
  const std::string analysis = store::ActionKey(store::AnalyzeLocation{data.url});
  const std::string preview = store::ActionKey(store::PreviewLocation{data.url});
  data.analysis = StateOfAction(state, analysis);
  data.preview = StateOfAction(state, preview);
  data.is_looking = data.analysis.is_running || data.preview.is_running;
  if (const Json* const answer = ValueOf(state, analysis); answer != nullptr) TakeAnalysis(state, *answer, data);
  if (const Json* const answer = ValueOf(state, preview); answer != nullptr) TakePreview(state, *answer, data);
  data.is_registering =
      std::ranges::any_of(data.targets, [](const ImportTarget& target) { return target.registration.is_running; });
  if (!data.entities.empty() || !IsNotThere(data)) data.generated.clear();
  data.step = StepOf(data);
  if (data.step == ImportStep::Done) {
    // The catalog says it now.
    for (ImportEntity& entity : data.entities) {
      entity.link = LinkTo(state, entity.link.ref);
      entity.note.clear();
    }
  }
  return data;
}

}  // namespace callboard::views
