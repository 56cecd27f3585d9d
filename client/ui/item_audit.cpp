#include "client/ui/item_audit.hpp"

#include <algorithm>
#include <format>
#include <unordered_map>
#include <unordered_set>

#include "imgui.h"
#include "imgui_internal.h"

namespace callboard::ui {
namespace {

struct Reports {
  std::unordered_set<ImGuiID> items;
  std::unordered_map<ImGuiID, std::string> labels;
};

Reports& Current() {
  static Reports reports;
  return reports;
}

bool IsWindow(ImGuiID id) {
  const auto& windows = ImGui::GetCurrentContext()->Windows;
  return std::ranges::any_of(windows,
                             [&](const ImGuiWindow* window) { return window->ID == id || window->MoveId == id; });
}

}  // namespace

void StartItemAudit() {
  Current() = {};
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
}

std::vector<std::string> TakeItemsWithoutNode(const std::vector<SemanticNode>& nodes) {
  std::unordered_set<ImGuiID> known;
  for (const SemanticNode& node : nodes) known.insert(node.id);
  std::vector<std::string> problems;
  for (const ImGuiID id : Current().items) {
    if (known.contains(id) || IsWindow(id)) continue;
    const auto label = Current().labels.find(id);
    problems.push_back(std::format("item {:08x} \"{}\"", id, label == Current().labels.end() ? "" : label->second));
  }
  Current() = {};
  return problems;
}

}  // namespace callboard::ui

// The functions that ImGui calls when it is built with IMGUI_ENABLE_TEST_ENGINE.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect&, const ImGuiLastItemData*) {
  // ImGui's own fallback window is never shown.
  const bool is_ours = context->CurrentWindow != nullptr && !context->CurrentWindow->IsFallbackWindow;
  if (id != 0 && is_ours) callboard::ui::Current().items.insert(id);
}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label, ImGuiItemStatusFlags) {
  if (label != nullptr) callboard::ui::Current().labels[id] = label;
}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID id) {
  const auto label = callboard::ui::Current().labels.find(id);
  return label == callboard::ui::Current().labels.end() ? nullptr : label->second.c_str();
}
