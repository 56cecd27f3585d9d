#include "functions/catalog/history.hpp"

#include <array>

#include "functions/catalog/document_diff.hpp"
#include "functions/catalog/location.hpp"

namespace callboard::catalog {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"created", "updated", "deleted"};

}  // namespace

std::string_view NameOf(HistoryAction action) {
  return kNames.at(static_cast<std::size_t>(action));
}

std::string ActorOf(std::string_view document) {
  auto json = ParseJson(document);
  return json ? std::string(model::Annotation({std::move(*json)}, kManagedByLocation)) : std::string();
}

std::optional<HistoryEntry> UpdateEntry(std::string_view ref, std::string_view uid, std::string_view before,
                                        std::string_view after, std::string_view actor) {
  const auto old_document = ParseJson(before);
  auto new_document = ParseJson(after);
  if (!old_document || !new_document) return std::nullopt;
  const Json diff = DiffDocuments(*old_document, *new_document);
  if (diff.empty()) return std::nullopt;
  HistoryEntry entry{.ref = std::string(ref), .uid = std::string(uid), .diff = DumpJson(diff)};
  entry.actor = actor.empty() ? model::Annotation({std::move(*new_document)}, kManagedByLocation) : actor;
  return entry;
}

HistoryEntry DeletionEntry(std::string_view ref, std::string_view uid, std::string_view last_document,
                           std::string_view actor) {
  return {.ref = std::string(ref),
          .uid = std::string(uid),
          .actor = actor.empty() ? ActorOf(last_document) : std::string(actor),
          .action = HistoryAction::Deleted};
}

}  // namespace callboard::catalog
