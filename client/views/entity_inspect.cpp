#include "client/views/entity_inspect.hpp"

namespace callboard::views {
namespace {

/// What led to the entity; parents that are in the log only by name are at the end.
std::vector<EntityLink> AncestryOf(const store::AppState& state, std::string_view ref) {
  std::vector<EntityLink> ancestry;
  const catalog::Index* const index = store::IndexOf(state);
  const auto id = index == nullptr ? std::nullopt : index->FindByRef(ref);
  if (!id) return ancestry;
  for (const catalog::EntityId each : index->Ancestry(*id)) {
    if (each != *id) ancestry.push_back(LinkTo(state, index->Ref(each)));
  }
  for (const std::string& parent : index->Parents(*id)) {
    if (!index->FindByRef(parent)) ancestry.push_back(LinkTo(state, parent));
  }
  return ancestry;
}

void DrawIdentity(ui::Frame& frame, const EntityInspect& inspect) {
  const auto card = frame.Card("Identity");
  std::vector<ui::KeyValue> items;
  const auto add = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) items.push_back({label, [&frame, &text] { frame.Text(text, ui::TextStyle::Mono); }});
  };
  add("Reference", inspect.ref);
  add("Unique id", inspect.uid);
  add("Etag", inspect.etag);
  add("Location", inspect.location);
  frame.KeyValueList(items);
}

void DrawAncestry(ui::Frame& frame, const EntityInspect& inspect) {
  const auto card = frame.Card("Ancestry");
  frame.TextMuted("What led the catalog to this entity, nearest first");
  if (inspect.ancestry.empty()) return frame.Text("Nothing: it was registered by itself, or its source is gone");
  const auto list = frame.List("Ancestry");
  for (const EntityLink& link : inspect.ancestry) {
    const auto id = frame.Id(link.ref);
    const auto item = frame.ListItem();
    const auto row = frame.Row();
    DrawEntityLink(frame, link);
  }
}

}  // namespace

EntityInspect BuildEntityInspect(const store::AppState& state, const EntityFacts& facts) {
  const Json& document = facts.entity.document;
  EntityInspect inspect{.ref = facts.ref, .is_whole = facts.is_whole};
  inspect.uid = TextAt(document, {"metadata", "uid"});
  inspect.etag = TextAt(document, {"metadata", "etag"});
  inspect.location = model::Annotation(facts.entity, "backstage.io/managed-by-location");
  inspect.ancestry = AncestryOf(state, facts.ref);
  inspect.json = document.dump(2, ' ', false, Json::error_handler_t::replace);
  return inspect;
}

void DrawEntityInspect(ui::Frame& frame, const EntityInspect& inspect) {
  {
    const auto grid = frame.Grid(24);
    DrawIdentity(frame, inspect);
    DrawAncestry(frame, inspect);
  }
  if (!inspect.is_whole) frame.ProgressIndicator("Loading the whole document");
  frame.CodeBlock("Entity as JSON", inspect.json, ui::CodeLanguage::Json);
}

}  // namespace callboard::views
