#pragma once
// An entity where another one mentions it.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/ui/ui.hpp"
#include "shared/catalog/index.hpp"
#include "shared/model/entity.hpp"

namespace callboard::views {

/// `href` is "" when the entity does not exist, so that there is nothing to go to.
struct EntityLink {
  std::string text;
  std::string href;
  std::string ref;  // canonical
  std::string kind;
  bool missing = false;
};

/// The entity as the replica has it; a document without members when it has not.
[[nodiscard]] model::Entity ReplicaEntity(const store::AppState& state, std::string_view canonical_ref);

/// Text: the entity's display name, else the shortest reference in `context`. While the catalog is still loading,
/// nothing counts as missing.
[[nodiscard]] EntityLink LinkTo(const store::AppState& state, std::string_view canonical_ref,
                                model::RefContext context = {});
/// The same for an entity at hand.
[[nodiscard]] EntityLink LinkTo(const model::Entity& entity);

/// The targets of the edges of `type`, in their order.
[[nodiscard]] std::vector<EntityLink> LinksOf(const store::AppState& state, std::span<const catalog::Edge> edges,
                                              std::string_view type, model::RefContext context = {});

/// `url` when it may be followed: http, https, mailto or a path of the portal; else "". Documents come from anywhere,
/// and must not bring scripts.
[[nodiscard]] std::string SafeHref(std::string_view url);

/// A link, or the text with a note when it is missing.
void DrawEntityLink(ui::Frame& frame, const EntityLink& link);
/// Beside each other; "None" when there are none.
void DrawEntityLinks(ui::Frame& frame, std::span<const EntityLink> links);

}  // namespace callboard::views
