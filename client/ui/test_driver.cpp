#include "client/ui/test_driver.hpp"

#include <gtest/gtest.h>

#include <format>

#include "client/ui/headless_renderer.hpp"
#include "client/ui/item_audit.hpp"

namespace callboard::ui {
namespace {

constexpr int kMostFramesToSettle = 20;
constexpr double kFrameSecs = 1.0 / 60;

void Complain(const std::string& what, const std::string& tree) {
  ADD_FAILURE() << "TestDriver: " << what << "\n" << tree;
}

void Keep(std::string& last, const std::string& next) {
  if (!next.empty()) last = next;
}

}  // namespace

TestDriver::TestDriver(std::function<void(Frame&)> draw, Environment environment)
    : draw_(std::move(draw)), environment_(environment), context_(glyphs_) {
  StartItemAudit();
  Settle();
}

void TestDriver::RunFrame() {
  environment_.now_secs += kFrameSecs;
  context_.BeginFrame(environment_);
  {
    Frame frame(context_);
    draw_(frame);
  }
  last_output_ = context_.EndFrame();
  AcceptTextures();
  Keep(navigation_, last_output_.navigation);
  Keep(announcement_, last_output_.announcement);
  Keep(copied_, last_output_.copied);
  if (last_output_.download) download_ = last_output_.download;
  if (last_output_.scroll_to) scrolled_to_ = last_output_.scroll_to;
  if (last_output_.focus != 0) {
    focus_ = last_output_.focus;
    context_.Post({.kind = InputKind::Focus, .node = focus_, .text = {}, .x = 1});
  }
  const auto problems = TakeItemsWithoutNode(context_.Nodes());
  if (!problems.empty()) Complain(std::format("an ImGui {} has no semantic node", problems.front()), Tree());
}

void TestDriver::Settle() {
  for (int i = 0; i < kMostFramesToSettle; ++i) {
    RunFrame();
    if (last_output_.next_frame_secs != 0.0) return;
  }
  Complain("the frames do not come to rest", Tree());
}

bool TestDriver::Has(Role role, std::string_view name) const {
  for (const SemanticNode& node : context_.Nodes()) {
    if (node.role == role && node.name == name) return true;
  }
  return false;
}

const SemanticNode& TestDriver::Get(Role role, std::string_view name) const {
  const SemanticNode* found = nullptr;
  for (const SemanticNode& node : context_.Nodes()) {
    if (node.role != role || node.name != name) continue;
    if (found != nullptr) Complain(std::format("more than one {} \"{}\"", NameOf(role), name), Tree());
    found = &node;
  }
  if (found != nullptr) return *found;
  Complain(std::format("no {} \"{}\"", NameOf(role), name), Tree());
  return context_.Nodes().front();
}

void TestDriver::Act(InputEvent event) {
  navigation_.clear();
  announcement_.clear();
  copied_.clear();
  download_.reset();
  scrolled_to_.reset();
  focus_ = 0;
  context_.Post(std::move(event));
  Settle();
}

void TestDriver::Click(Role role, std::string_view name) {
  const SemanticNode& node = Get(role, name);
  if ((node.states & kDisabled) != 0) Complain(std::format("{} \"{}\" is disabled", NameOf(role), name), Tree());
  Act({.kind = InputKind::Click, .node = node.id, .text = {}});
}

void TestDriver::Fill(Role role, std::string_view name, std::string_view text) {
  Act({.kind = InputKind::Value, .node = Get(role, name).id, .text = std::string(text)});
}

void TestDriver::Submit(Role role, std::string_view name) {
  Act({.kind = InputKind::Submit, .node = Get(role, name).id, .text = {}});
}

void TestDriver::Hover(Role role, std::string_view name) {
  Act({.kind = InputKind::Hover, .node = Get(role, name).id, .text = {}});
}

void TestDriver::Focus(Role role, std::string_view name) {
  Act({.kind = InputKind::Focus, .node = Get(role, name).id, .text = {}, .x = 1});
}

void TestDriver::Drag(Role role, std::string_view name, float x) {
  Act({.kind = InputKind::Drag, .node = Get(role, name).id, .text = {}, .x = x});
}

void TestDriver::Blur() {
  Act({.kind = InputKind::Focus, .node = 0, .text = {}});
}

void TestDriver::Pan(Role role, std::string_view name, float dx, float dy) {
  Act({.kind = InputKind::Pan, .node = Get(role, name).id, .text = {}, .x = dx, .y = dy});
}

void TestDriver::Zoom(Role role, std::string_view name, float factor) {
  Act({.kind = InputKind::Zoom, .node = Get(role, name).id, .text = std::format("{}", factor), .x = -1, .y = -1});
}

void TestDriver::Dismiss(Role role, std::string_view name) {
  Act({.kind = InputKind::Dismiss, .node = Get(role, name).id, .text = {}});
}

void TestDriver::Press(Role role, std::string_view name, std::string_view key) {
  Act({.kind = InputKind::Key, .node = Get(role, name).id, .text = std::string(key)});
}

}  // namespace callboard::ui
