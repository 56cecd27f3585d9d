#include "client/views/relation_card.hpp"

#include <format>

#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

bool HasKind(std::string_view canonical_ref, std::string_view kind) {
  return kind.empty() || EqualsIgnoringCase(canonical_ref.substr(0, canonical_ref.find(':')), kind);
}

RelationItem ItemOf(const store::AppState& state, const std::string& ref, std::string_view kind) {
  const model::Entity entity = ReplicaEntity(state, ref);
  return {.link = LinkTo(state, ref, {.kind = kind}),
          .type = std::string(model::SpecString(entity, "type")),
          .description = TextAt(entity.document, {"metadata", "description"})};
}

}  // namespace

RelationCard BuildRelationCard(const store::AppState& state, const EntityFacts& facts, const RelationSpec& spec) {
  RelationCard card{.title = std::string(spec.title)};
  for (const catalog::Edge& edge : facts.edges) {
    if (edge.type != spec.relation || !HasKind(edge.target_ref, spec.target_kind)) continue;
    if (++card.total <= RelationCard::kMostItems)
      card.items.push_back(ItemOf(state, edge.target_ref, spec.target_kind));
  }
  card.all_href = store::EntityUrl(model::RefOf(facts.entity), store::EntityTab::Relations);
  return card;
}

void DrawRelationCard(ui::Frame& frame, const RelationCard& card) {
  const auto id = frame.Id(card.title);
  const auto section = frame.Card(card.title);
  if (card.items.empty()) return frame.TextMuted("None");
  {
    const auto list = frame.List(card.title);
    for (const RelationItem& item : card.items) {
      const auto item_id = frame.Id(item.link.ref);
      const auto list_item = frame.ListItem();
      {
        const auto row = frame.Row();
        DrawEntityLink(frame, item.link);
        if (!item.type.empty()) frame.Chip(item.type);
      }
      if (!item.description.empty()) frame.TextMuted(item.description);
    }
  }
  if (card.total > card.items.size()) {
    frame.TextMuted(std::format("The first {} of {}", card.items.size(), card.total));
    frame.Link("Show all relations", card.all_href);
  }
}

}  // namespace callboard::views
