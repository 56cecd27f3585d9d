#pragma once
// The guard behind "every widget records a node": in native builds ImGui reports each item that is added, and the audit
// names those without a node.

#include <cstdint>
#include <string>
#include <vector>

#include "client/ui/semantics.hpp"

namespace callboard::ui {

/// Starts the reports of the current ImGui context.
void StartItemAudit();

/// The items that were added since the last call and have no node in `nodes`: one line each.
[[nodiscard]] std::vector<std::string> TakeItemsWithoutNode(const std::vector<SemanticNode>& nodes);

}  // namespace callboard::ui
