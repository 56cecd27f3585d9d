#include "client/views/search_page.hpp"

#include <format>
#include <utility>

#include "client/views/entity_facts.hpp"
#include "client/views/entity_search.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

/// Whoever has not found it among these types another word.
constexpr std::size_t kMostHits = 100;

SearchHit HitOf(const store::AppState& state, catalog::EntityId id) {
  const catalog::Index& index = *store::IndexOf(state);
  const model::Entity entity{ParseJson(index.Document(id)).value_or(Json())};
  SearchHit hit{.link = LinkTo(entity), .facts = KindLabel(model::Kind(entity))};
  if (const std::string_view type = model::SpecString(entity, "type"); !type.empty())
    hit.facts += std::format(" · {}", type);
  const std::vector<catalog::Edge> edges = index.Edges(id);
  for (const EntityLink& owner : LinksOf(state, edges, "ownedBy", {.kind = "group"}))
    hit.facts += std::format(" · owned by {}", owner.text);
  hit.description = TextAt(entity.document, {"metadata", "description"});
  return hit;
}

void BuildKinds(const catalog::Index& index, SearchPageData& data) {
  const SearchMatches all = SearchEntities(index, data.text, store::kAnyKind, 0);
  data.kinds.push_back({std::string(store::kAnyKind), KindLabel(store::kAnyKind), all.total});
  for (const catalog::FacetValue& kind : index.Facet("kind", {})) {
    const std::string value = ToLowerAscii(kind.value);
    const std::size_t count = SearchEntities(index, data.text, value, 0).total;
    if (count > 0 || value == data.kind) data.kinds.push_back({value, KindLabel(kind.value), count});
  }
}

void Show(store::CommandQueue& commands, std::string text, std::string_view kind) {
  commands.Push(store::ShowRoute{store::SearchRoute(std::move(text), kind), true});
}

void DrawQuestion(ui::Frame& frame, const SearchPageData& data, store::CommandQueue& commands) {
  const auto search = frame.Search("Catalog");
  std::string text = data.text;
  const ui::TextFieldOptions options{
      .placeholder = "Name, title, description or tag", .search = true, .hide_label = true};
  if (frame.TextField("Search everything", text, options).changed) Show(commands, text, data.kind);
  if (data.kinds.empty()) return;
  std::vector<ui::SelectOption> kinds;
  for (const FilterOption& kind : data.kinds)
    kinds.push_back({kind.value, std::format("{} ({})", kind.label, kind.count)});
  std::string kind = data.kind;
  if (frame.Select("Kind", kind, kinds, 16)) Show(commands, data.text, kind);
}

void DrawHits(ui::Frame& frame, const SearchPageData& data) {
  const auto card = frame.Card("");
  const auto list = frame.List("Results");
  for (const SearchHit& hit : data.hits) {
    const auto id = frame.Id(hit.link.ref);
    const auto item = frame.ListItem();
    {
      const auto row = frame.Row();
      DrawEntityLink(frame, hit.link);
      frame.Text(hit.facts, ui::TextStyle::Small);
    }
    if (!hit.description.empty()) frame.TextMuted(hit.description);
    frame.Space(0.3F);
  }
}

}  // namespace

store::Needs NeedsSearchPage(const store::Route&) {
  return {store::Need{}};
}

SearchPageData BuildSearchPageData(const store::AppState& state, const store::Route& route) {
  SearchPageData data{.title = "Search", .text = route.list.text, .kind = route.list.kind};
  data.is_loading = !store::IsCatalogComplete(state) && state.catalog.error() == nullptr;
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return data;
  BuildKinds(*index, data);
  const SearchMatches matches = SearchEntities(*index, data.text, data.kind, kMostHits);
  data.total = matches.total;
  for (const catalog::EntityId id : matches.best) data.hits.push_back(HitOf(state, id));
  data.result_title = data.total == 1 ? "1 match" : std::format("{} matches", data.total);
  return data;
}

void DrawSearchPage(ui::Frame& frame, const SearchPageData& data, SearchPageLocal& local,
                    store::CommandQueue& commands) {
  frame.Heading(1, data.title);
  DrawQuestion(frame, data, commands);
  if (data.hits.empty() && data.is_loading) return frame.Skeleton("Loading the catalog", 8);
  if (data.hits.empty()) {
    frame.EmptyState(ui::Icon::Search, std::format("Nothing matches \"{}\"", data.text),
                     "Try fewer letters, another kind, or a tag");
    return;
  }
  frame.Heading(2, data.result_title);
  if (std::exchange(local.announced, data.result_title) != data.result_title) frame.Announce(data.result_title);
  DrawHits(frame, data);
  if (data.total > data.hits.size())
    frame.TextMuted(std::format("The best {} are shown. More letters find fewer", data.hits.size()));
}

}  // namespace callboard::views
