#include "client/views/entity_overview.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <map>

#include "client/store/route.hpp"
#include "client/views/entity_header.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

/// Beside each other where there is room: the entity itself, and what is around it.
constexpr float kAboutEm = 30;
constexpr float kLeastOthersEm = 20;

struct KindCard {
  std::string_view kind;
  RelationSpec spec;
  bool always = false;  // shown even when there is none
};
constexpr std::array kCards = {
    KindCard{"component", {"Subcomponents", "hasPart", "component"}},
    KindCard{"component", {"Provided APIs", "providesApi", ""}},
    KindCard{"component", {"Consumed APIs", "consumesApi", ""}},
    KindCard{"component", {"Depends on", "dependsOn", ""}},
    KindCard{"api", {"Providers", "apiProvidedBy", ""}, true},
    KindCard{"api", {"Consumers", "apiConsumedBy", ""}, true},
    KindCard{"resource", {"Depends on", "dependsOn", ""}},
    KindCard{"resource", {"Dependency of", "dependencyOf", ""}, true},
    KindCard{"system", {"Components", "hasPart", "component"}, true},
    KindCard{"system", {"APIs", "hasPart", "api"}, true},
    KindCard{"system", {"Resources", "hasPart", "resource"}, true},
    KindCard{"domain", {"Systems", "hasPart", "system"}, true},
    KindCard{"domain", {"Subdomains", "hasPart", "domain"}},
    KindCard{"group", {"Members", "hasMember", ""}, true},
    KindCard{"group", {"Child groups", "parentOf", ""}},
};

struct LinkField {
  std::string_view label;
  std::string_view relation;
  std::string_view target_kind;
};
constexpr std::array kLinkFields = {
    LinkField{"Owner", "ownedBy", ""},        LinkField{"Domain", "partOf", "domain"},
    LinkField{"System", "partOf", "system"},  LinkField{"Parent component", "partOf", "component"},
    LinkField{"Parent group", "childOf", ""}, LinkField{"Member of", "memberOf", ""}};

void AddText(std::vector<AboutField>& fields, std::string_view label, std::string text, std::string href = {}) {
  if (!text.empty()) fields.push_back({.label = std::string(label), .text = std::move(text), .href = std::move(href)});
}

std::vector<AboutField> AboutOf(const store::AppState& state, const EntityFacts& facts) {
  const Json& document = facts.entity.document;
  std::vector<AboutField> fields;
  const std::string description = TextAt(document, {"metadata", "description"});
  fields.push_back({.label = "Description", .text = description.empty() ? "No description" : description});
  for (const LinkField& field : kLinkFields) {
    std::vector<EntityLink> links = LinksOf(state, facts.edges, field.relation, {.kind = "group"});
    std::erase_if(links, [&](const EntityLink& link) {
      return !field.target_kind.empty() && !EqualsIgnoringCase(link.kind, field.target_kind);
    });
    if (!links.empty()) fields.push_back({.label = std::string(field.label), .links = std::move(links)});
  }
  AddText(fields, "Type", TextAt(document, {"spec", "type"}));
  if (std::string lifecycle = TextAt(document, {"spec", "lifecycle"}); !lifecycle.empty())
    fields.push_back({.label = "Lifecycle", .chips = {std::move(lifecycle)}});
  const std::string email = TextAt(document, {"spec", "profile", "email"});
  AddText(fields, "Email", email, "mailto:" + email);
  const std::string target = TextAt(document, {"spec", "target"});
  AddText(fields, "Target", target, SafeHref(target));
  for (const std::string& each : TextsAt(document, {"spec", "targets"}))
    AddText(fields, "Target", each, SafeHref(each));
  if (std::vector<std::string> tags = TextsAt(document, {"metadata", "tags"}); !tags.empty())
    fields.push_back({.label = "Tags", .chips = std::move(tags)});
  return fields;
}

std::vector<WebLink> SourceLinksOf(const model::Entity& entity) {
  std::vector<WebLink> links;
  const auto add = [&](std::string_view text, std::string_view url) {
    std::string href = SafeHref(url);
    if (!href.empty()) links.push_back({std::string(text), std::move(href)});
  };
  constexpr std::string_view kUrl = "url:";
  std::string_view source = model::Annotation(entity, "backstage.io/source-location");
  if (source.starts_with(kUrl)) add("View source", source.substr(kUrl.size()));
  add("View descriptor", model::Annotation(entity, "backstage.io/view-url"));
  add("Edit descriptor", model::Annotation(entity, "backstage.io/edit-url"));
  return links;
}

std::vector<WebLink> LinksOfDocument(const Json& document) {
  std::vector<WebLink> links;
  const Json* const metadata = FindMember(document, "metadata");
  const Json* const list = metadata == nullptr ? nullptr : FindMember(*metadata, "links");
  if (list == nullptr || !list->is_array()) return links;
  for (const Json& item : *list) {
    const std::string_view url = StringMember(item, "url");
    const std::string_view title = StringMember(item, "title");
    if (!url.empty()) links.push_back({std::string(title.empty() ? url : title), SafeHref(url)});
  }
  return links;
}

std::vector<OwnedCount> OwnedBy(const store::AppState& state, const EntityFacts& facts) {
  std::map<std::pair<std::string, std::string>, std::size_t> counts;
  for (const catalog::Edge& edge : facts.edges) {
    if (edge.type != "ownerOf") continue;
    const model::Entity entity = ReplicaEntity(state, edge.target_ref);
    const std::string kind = edge.target_ref.substr(0, edge.target_ref.find(':'));
    ++counts[{kind, std::string(model::SpecString(entity, "type"))}];
  }
  std::vector<OwnedCount> owned;
  for (const auto& [what, count] : counts) {
    const auto& [kind, type] = what;
    store::ListQuery list{.kind = kind};
    list.owners = {facts.ref};
    if (!type.empty()) list.types = {type};
    owned.push_back({.label = type.empty() ? KindLabel(kind) : std::format("{} · {}", KindLabel(kind), type),
                     .count = count,
                     .href = store::UrlFromRoute(store::ListRoute(store::Screen::CatalogIndex, std::move(list)))});
  }
  return owned;
}

void DrawAboutField(ui::Frame& frame, const AboutField& field) {
  if (!field.text.empty() && field.href.empty()) frame.Text(field.text);
  if (!field.text.empty() && !field.href.empty()) frame.Link(field.text, field.href);
  if (!field.links.empty()) DrawEntityLinks(frame, field.links);
  if (field.chips.empty()) return;
  const auto row = frame.Row();
  if (field.label != "Lifecycle") return frame.Chips(field.chips);
  for (const std::string& chip : field.chips) frame.Chip(chip, LifecycleTone(chip));
}

void DrawAbout(ui::Frame& frame, const EntityOverview& overview) {
  const auto card = frame.Card("About");
  std::vector<ui::KeyValue> items;
  for (const AboutField& field : overview.about)
    items.push_back({field.label, [&frame, &field] { DrawAboutField(frame, field); }});
  frame.KeyValueList(items);
  if (overview.source_links.empty()) return;
  const auto row = frame.Row({.gap_em = 1});
  for (const WebLink& link : overview.source_links) frame.Link(link.text, link.href, {.icon = ui::Icon::External});
}

void DrawLinks(ui::Frame& frame, const std::vector<WebLink>& links) {
  const auto card = frame.Card("Links");
  const auto list = frame.List("Links");
  for (const WebLink& link : links) {
    const auto item = frame.ListItem();
    if (link.href.empty()) {
      frame.Text(link.text);
    } else {
      frame.Link(link.text, link.href, {.icon = ui::Icon::Link});
    }
  }
}

void DrawOwned(ui::Frame& frame, const std::vector<OwnedCount>& owned) {
  const auto card = frame.Card("Ownership");
  if (owned.empty()) return frame.TextMuted("Owns nothing");
  const auto list = frame.List("Ownership");
  for (const OwnedCount& each : owned) {
    const auto id = frame.Id(each.label);
    const auto item = frame.ListItem();
    frame.Link(std::format("{} ({})", each.label, each.count), each.href);
  }
}

void DrawPairs(ui::Frame& frame, std::string_view title,
               const std::vector<std::pair<std::string, std::string>>& pairs) {
  if (pairs.empty()) return;
  const auto card = frame.Card(title);
  std::vector<ui::KeyValue> items;
  for (const auto& pair : pairs)
    items.push_back({pair.first, [&frame, &pair] { frame.Text(pair.second, ui::TextStyle::Mono); }});
  frame.KeyValueList(items);
}

}  // namespace

EntityOverview BuildEntityOverview(const store::AppState& state, const EntityFacts& facts) {
  const std::string kind = ToLowerAscii(model::Kind(facts.entity));
  EntityOverview overview;
  overview.about = AboutOf(state, facts);
  overview.source_links = SourceLinksOf(facts.entity);
  overview.links = LinksOfDocument(facts.entity.document);
  overview.relations = BuildRelationsGraph(state, facts.ref);
  for (const KindCard& card : kCards) {
    if (card.kind != kind) continue;
    RelationCard built = BuildRelationCard(state, facts, card.spec);
    if (card.always || built.total > 0) overview.cards.push_back(std::move(built));
  }
  overview.owns = kind == "group" || kind == "user";
  if (overview.owns) overview.owned = OwnedBy(state, facts);
  overview.labels = PairsAt(facts.entity.document, {"metadata", "labels"});
  overview.annotations = PairsAt(facts.entity.document, {"metadata", "annotations"});
  return overview;
}

void DrawEntityOverview(ui::Frame& frame, const EntityOverview& overview, GraphCache& relations) {
  const auto draw_itself = [&] {
    DrawAbout(frame, overview);
    if (!overview.links.empty()) DrawLinks(frame, overview.links);
    DrawPairs(frame, "Labels", overview.labels);
    DrawPairs(frame, "Annotations", overview.annotations);
  };
  const auto draw_others = [&] {
    DrawRelationsGraph(frame, overview.relations, relations);
    const auto grid = frame.Grid(18);
    for (const RelationCard& card : overview.cards) DrawRelationCard(frame, card);
    if (overview.owns) DrawOwned(frame, overview.owned);
  };
  const bool has_others = overview.owns || !overview.cards.empty() || overview.relations.has_relations;
  if (!has_others || frame.AvailableEm() < kAboutEm + kLeastOthersEm) {
    draw_itself();
    if (has_others) draw_others();
    return;
  }
  const auto row = frame.Row({.gap_em = 1, .centred = false, .wrap = false});
  {
    const auto column = frame.Column(kAboutEm);
    draw_itself();
  }
  const auto column = frame.Column();
  draw_others();
}

}  // namespace callboard::views
