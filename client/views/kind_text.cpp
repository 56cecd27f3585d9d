#include "client/views/kind_text.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "client/store/route.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using ui::Icon;

struct KindText {
  std::string_view kind;
  std::string_view label;
  std::string_view plural;
  Icon icon;
};
constexpr std::array kKinds = {
    KindText{"api", "API", "APIs", Icon::Api},
    KindText{"component", "Component", "components", Icon::Component},
    KindText{"domain", "Domain", "domains", Icon::Domain},
    KindText{"group", "Group", "groups", Icon::Group},
    KindText{"location", "Location", "locations", Icon::Location},
    KindText{"resource", "Resource", "resources", Icon::Resource},
    KindText{"system", "System", "systems", Icon::System},
    KindText{"template", "Template", "templates", Icon::Template},
    KindText{"user", "User", "users", Icon::User},
    KindText{store::kAnyKind, "All kinds", "entities", Icon::Catalog},
};

struct RelationText {
  std::string_view type;
  std::string_view label;
};
constexpr std::array kRelations = {
    RelationText{"apiConsumedBy", "Consumed by"},
    RelationText{"apiProvidedBy", "Provided by"},
    RelationText{"childOf", "Child of"},
    RelationText{"consumesApi", "Consumes API"},
    RelationText{"dependencyOf", "Dependency of"},
    RelationText{"dependsOn", "Depends on"},
    RelationText{"hasMember", "Has member"},
    RelationText{"hasPart", "Has part"},
    RelationText{"memberOf", "Member of"},
    RelationText{"ownedBy", "Owned by"},
    RelationText{"ownerOf", "Owner of"},
    RelationText{"parentOf", "Parent of"},
    RelationText{"partOf", "Part of"},
    RelationText{"providesApi", "Provides API"},
};

const KindText* Find(std::string_view kind) {
  const auto found = std::ranges::find(kKinds, ToLowerAscii(kind), &KindText::kind);
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace

std::string KindLabel(std::string_view kind) {
  const KindText* const text = Find(kind);
  return std::string(text == nullptr ? kind : text->label);
}

std::string KindPlural(std::string_view kind) {
  const KindText* const text = Find(kind);
  return text == nullptr ? std::string(kind) + " entities" : std::string(text->plural);
}

std::string KindCount(std::size_t count, std::string_view kind) {
  std::string noun = KindPlural(kind);
  if (count == 1 && noun.ends_with("ies")) {
    noun.replace(noun.size() - 3, 3, "y");
  } else if (count == 1) {
    noun.pop_back();
  }
  return std::format("{} {}", count, noun);
}

Icon KindIcon(std::string_view kind) {
  const KindText* const text = Find(kind);
  return text == nullptr ? Icon::Catalog : text->icon;
}

std::string RelationLabel(std::string_view type) {
  const auto found = std::ranges::find(kRelations, type, &RelationText::type);
  return std::string(found == kRelations.end() ? type : found->label);
}

}  // namespace callboard::views
