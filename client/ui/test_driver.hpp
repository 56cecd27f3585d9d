#pragma once
// Runs the user interface natively without a window: draws frames, finds nodes by role and name, and acts on them as
// web/ would. A step that cannot be done ends the test program with the tree on stderr; so does an ImGui item without a
// node.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/ui/context.hpp"
#include "client/ui/fixed_glyphs.hpp"
#include "client/ui/ui.hpp"

namespace callboard::ui {

class TestDriver {
 public:
  /// `draw` is called once a frame. Draws until nothing asks for another frame at once.
  explicit TestDriver(std::function<void(Frame&)> draw, Environment environment = {});

  /// Window, theme and clock of the frames to come.
  [[nodiscard]] Environment& environment() { return environment_; }
  /// One frame, and those that it asks for at once.
  void Settle();

  /// The whole tree as text; see DumpTree.
  [[nodiscard]] std::string Tree() const { return DumpTree(context_.Nodes()); }
  [[nodiscard]] const std::vector<SemanticNode>& Nodes() const { return context_.Nodes(); }
  [[nodiscard]] bool Has(Role role, std::string_view name) const;
  /// The only node of this role and name; the page itself, and a failed test, when there is none.
  [[nodiscard]] const SemanticNode& Get(Role role, std::string_view name) const;

  void Click(Role role, std::string_view name);
  /// Puts `text` into a field or chooses it in a select.
  void Fill(Role role, std::string_view name, std::string_view text);
  void Submit(Role role, std::string_view name);
  void Hover(Role role, std::string_view name);
  void Focus(Role role, std::string_view name);
  /// Pulls a separator to a place in the window.
  void Drag(Role role, std::string_view name, float x);
  /// The focus leaves the page.
  void Blur();
  void Dismiss(Role role, std::string_view name);
  /// A key that the node handles itself ("ArrowDown").
  void Press(Role role, std::string_view name, std::string_view key);
  void Pan(Role role, std::string_view name, float dx, float dy);
  /// Around the middle.
  void Zoom(Role role, std::string_view name, float factor);

  /// Of the frames since the last action: what each said last.
  [[nodiscard]] const std::string& navigation() const { return navigation_; }
  [[nodiscard]] const std::string& announcement() const { return announcement_; }
  [[nodiscard]] const std::string& copied() const { return copied_; }
  [[nodiscard]] const std::optional<FileDownload>& download() const { return download_; }
  [[nodiscard]] std::optional<float> scrolled_to() const { return scrolled_to_; }
  [[nodiscard]] NodeId focus() const { return focus_; }
  [[nodiscard]] const FrameOutput& last_output() const { return last_output_; }

 private:
  void RunFrame();
  void Act(InputEvent event);

  std::function<void(Frame&)> draw_;
  Environment environment_;
  FixedGlyphs glyphs_;
  Context context_;
  FrameOutput last_output_;
  std::string navigation_;
  std::string announcement_;
  std::string copied_;
  std::optional<FileDownload> download_;
  std::optional<float> scrolled_to_;
  NodeId focus_ = 0;
};

}  // namespace callboard::ui
