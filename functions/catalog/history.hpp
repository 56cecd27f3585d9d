#pragma once
// Who or what changed an entity, and which fields: one entry a change.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callboard::catalog {

/// Created is never written: entities.created_at says it.
enum class HistoryAction : std::uint8_t { Created, Updated, Deleted };

[[nodiscard]] std::string_view NameOf(HistoryAction action);

/// `actor` is the text of the location that says what the entity is ("url:https://…", "push:ci"), or the ref of a user.
/// `diff` is the JSON text of DiffDocuments.
struct HistoryEntry {
  std::string ref;
  std::string uid;
  std::string actor;
  HistoryAction action = HistoryAction::Updated;
  std::string diff = "[]";
};

/// The location that a document, as the catalog shows it, is managed by; "" when it says none.
[[nodiscard]] std::string ActorOf(std::string_view document);

/// From one document of an entity to the next, both as the catalog shows them. Nothing when no field differs that
/// anybody wrote. `actor` "": the location of the new document.
[[nodiscard]] std::optional<HistoryEntry> UpdateEntry(std::string_view ref, std::string_view uid,
                                                      std::string_view before, std::string_view after,
                                                      std::string_view actor = "");

/// An entity that goes. `actor` "": the location of its last document.
[[nodiscard]] HistoryEntry DeletionEntry(std::string_view ref, std::string_view uid, std::string_view last_document,
                                         std::string_view actor = "");

}  // namespace callboard::catalog
