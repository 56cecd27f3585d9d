#include "client/ui/context.hpp"

#include <algorithm>

#include "client/ui/semantics_patch.hpp"
#include "imgui.h"
#include "imgui_internal.h"

namespace callboard::ui {
namespace {

constexpr std::size_t kManyStates = 1000;
constexpr std::uint64_t kOldFrames = 1000;

bool Has(const std::vector<InputEvent>& events, InputKind kind, NodeId id) {
  return std::ranges::any_of(events, [&](const InputEvent& event) { return event.kind == kind && event.node == id; });
}

}  // namespace

Context::Context(GlyphSource& glyphs) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  ImGui::GetStyle().WindowBorderSize = 0;
  ImGui::GetStyle().AntiAliasedLinesUseTex = false;
  fonts_ = std::make_unique<Fonts>(glyphs);
  painter_ = std::make_unique<Painter>(*fonts_);
  layout_ = std::make_unique<Layout>(*painter_, tree_);
}

Context::~Context() {
  // Textures that a renderer never made have nobody else to give them up.
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
  ImGui::DestroyContext();
}

void Context::BeginFrame(const Environment& environment) {
  environment_ = environment;
  theme_ = MakeTheme(environment.scheme, environment.system);
  metrics_ = MakeMetrics(environment.root_font_px);
  ++frame_;
  output_ = {};
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(environment.window.w, environment.window.h);
  io.DisplayFramebufferScale = ImVec2(environment.density, environment.density);
  io.DeltaTime = 1.F / 60;
  ImGui::GetStyle().FontSizeBase = metrics_.em;
  ImGui::NewFrame();
  TakeInput();
  tree_.Begin();
  scopes_.clear();
  painter_->Begin(environment.window, environment.scroll, environment.density);
  layout_->Begin({0, 0, environment.window.w, 0}, 0);
}

FrameOutput Context::EndFrame() {
  output_.page_height = std::max(output_.page_height, layout_->Close().h);
  painter_->End();
  ImGui::Render();
  std::vector<NodeId> touched;
  for (const InputEvent& event : now_) {
    if (event.kind == InputKind::Click || event.kind == InputKind::Value) touched.push_back(event.node);
  }
  output_.patch = PatchBetween(shown_, tree_.nodes(), touched);
  std::swap(shown_, tree_.nodes());
  // A click may have changed what was drawn before it: one more frame shows it.
  const bool acted = std::ranges::any_of(now_, [](const InputEvent& event) {
    return event.kind == InputKind::Click || event.kind == InputKind::Value || event.kind == InputKind::Submit ||
           event.kind == InputKind::Dismiss || event.kind == InputKind::Key || event.kind == InputKind::Drag;
  });
  if (acted) RequestFrameIn(0);
  now_.clear();
  DropOldStates();
  return std::move(output_);
}

void Context::ForgetShown() {
  shown_.clear();
}

void Context::TakeInput() {
  now_ = std::move(waiting_);
  waiting_.clear();
  for (const InputEvent& event : now_) {
    if (event.kind == InputKind::Focus) {
      focus_ = event.node;
      focus_visible_ = event.x > 0;
    } else if (event.kind == InputKind::Hover) {
      hover_path_.clear();
      for (const SemanticNode* node = FindNode(shown_, event.node); node != nullptr;
           node = FindNode(shown_, node->parent)) {
        hover_path_.push_back(node->id);
      }
    } else if (event.kind == InputKind::Scroll) {
      StateOf(event.node).scroll = {event.x, event.y};
    } else if (event.kind == InputKind::Click) {
      TakeClick(event);
    }
  }
}

void Context::TakeClick(const InputEvent& event) {
  const SemanticNode* node = FindNode(shown_, event.node);
  if (node != nullptr && !node->href.empty() && (node->states & kDisabled) == 0) output_.navigation = node->href;
}

bool Context::IsClicked(NodeId id) const {
  return Has(now_, InputKind::Click, id);
}
bool Context::IsDismissed(NodeId id) const {
  return Has(now_, InputKind::Dismiss, id);
}
bool Context::IsSubmitted(NodeId id) const {
  return Has(now_, InputKind::Submit, id);
}

const std::string* Context::NewValue(NodeId id) const {
  for (auto event = now_.rbegin(); event != now_.rend(); ++event) {
    if (event->kind == InputKind::Value && event->node == id) return &event->text;
  }
  return nullptr;
}

std::string_view Context::HoveredHref() const {
  for (const NodeId id : hover_path_) {
    const SemanticNode* const node = FindNode(shown_, id);
    if (node != nullptr && !node->href.empty()) return node->href;
  }
  return {};
}

std::vector<std::string_view> Context::KeysOf(NodeId id) const {
  std::vector<std::string_view> keys;
  for (const InputEvent& event : now_) {
    if (event.kind == InputKind::Key && event.node == id) keys.emplace_back(event.text);
  }
  return keys;
}

std::optional<Point> Context::DraggedTo(NodeId id) const {
  for (auto event = now_.rbegin(); event != now_.rend(); ++event) {
    if (event->kind == InputKind::Drag && event->node == id) return Point{event->x, event->y};
  }
  return std::nullopt;
}

bool Context::HoldsFocus(NodeId id) const {
  for (const SemanticNode* node = FindNode(shown_, focus_); node != nullptr; node = FindNode(shown_, node->parent)) {
    if (node->id == id) return true;
  }
  return false;
}

bool Context::IsHovered(NodeId id) const {
  return std::ranges::contains(hover_path_, id);
}

int Context::FocusedRow(NodeId table) const {
  int row = 0;
  for (const SemanticNode* node = FindNode(shown_, focus_); node != nullptr; node = FindNode(shown_, node->parent)) {
    if (node->role == Role::Row) row = node->row_index;
    if (node->id == table) return row;
  }
  return 0;
}

WidgetState& Context::StateOf(NodeId id) {
  std::unique_ptr<WidgetState>& state = states_[id];
  if (state == nullptr) state = std::make_unique<WidgetState>();
  state->last_frame = frame_;
  return *state;
}

void Context::DropOldStates() {
  if (states_.size() < kManyStates || frame_ % kOldFrames != 0) return;
  std::erase_if(states_, [&](const auto& entry) { return entry.second->last_frame + kOldFrames < frame_; });
}

void Context::RequestFrameIn(double secs) {
  output_.next_frame_secs = std::min(output_.next_frame_secs.value_or(secs), secs);
}

}  // namespace callboard::ui
