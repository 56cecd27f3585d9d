#include "client/views/entity_link.hpp"

#include <utility>

#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {

model::Entity ReplicaEntity(const store::AppState& state, std::string_view canonical_ref) {
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return {};
  const auto id = index->FindByRef(canonical_ref);
  if (!id) return {};
  return {ParseJson(index->Document(*id)).value_or(Json())};
}

EntityLink LinkTo(const model::Entity& entity) {
  const model::EntityRef ref = model::RefOf(entity);
  return {.text = std::string(model::DisplayName(entity)),
          .href = store::EntityUrl(ref),
          .ref = model::CanonicalRef(ref),
          .kind = ref.kind};
}

EntityLink LinkTo(const store::AppState& state, std::string_view canonical_ref, model::RefContext context) {
  const model::Entity entity = ReplicaEntity(state, canonical_ref);
  if (entity.document.is_object()) return LinkTo(entity);
  EntityLink link{.text = std::string(canonical_ref), .ref = std::string(canonical_ref)};
  const auto ref = model::ParseEntityRef(canonical_ref);
  if (!ref) return link;
  link.text = model::HumanRef(*ref, context);
  link.kind = ref->kind;
  link.missing = store::IsCatalogComplete(state);
  if (!link.missing) link.href = store::EntityUrl(*ref);
  return link;
}

std::vector<EntityLink> LinksOf(const store::AppState& state, std::span<const catalog::Edge> edges,
                                std::string_view type, model::RefContext context) {
  std::vector<EntityLink> links;
  for (const catalog::Edge& edge : edges) {
    if (edge.type == type) links.push_back(LinkTo(state, edge.target_ref, context));
  }
  return links;
}

std::string SafeHref(std::string_view url) {
  const std::string lower = ToLowerAscii(url.substr(0, 8));
  const bool is_path = lower.starts_with('/') && !lower.starts_with("//") && !lower.starts_with("/\\");
  const bool is_safe =
      is_path || lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:");
  return std::string(is_safe ? url : std::string_view{});
}

void DrawEntityLink(ui::Frame& frame, const EntityLink& link) {
  if (!link.missing) {
    frame.Link(link.text, link.href, {.icon = KindIcon(link.kind)});
    return;
  }
  frame.Text(link.text);
  frame.Text("(not in the catalog)", ui::TextStyle::Small);
}

void DrawEntityLinks(ui::Frame& frame, std::span<const EntityLink> links) {
  if (links.empty()) {
    frame.TextMuted("None");
    return;
  }
  const auto row = frame.Row();
  for (const EntityLink& link : links) {
    const auto id = frame.Id(link.ref);
    DrawEntityLink(frame, link);
  }
}

}  // namespace callboard::views
