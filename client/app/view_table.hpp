#pragma once
// The views that there are, one for each screen. A view is a pair of functions: Build makes plain data of the state,
// Draw shows it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/store/command.hpp"
#include "client/store/route.hpp"
#include "client/ui/ui.hpp"

namespace callboard::app {

/// What a view is built from. `revision` grows whenever one of the others changed.
struct ViewInput {
  const store::AppState& state;
  const store::Route& route;
  std::uint64_t revision = 0;
};

class View {
 public:
  virtual ~View() = default;
  [[nodiscard]] virtual store::Screen screen() const = 0;
  [[nodiscard]] virtual store::Needs NeedsOf(const store::Route& route) const = 0;
  /// What the page is called in the title of the window, without the portal's name.
  [[nodiscard]] virtual std::string TitleOf(const ViewInput& input) = 0;
  virtual void Draw(ui::Frame& frame, const ViewInput& input, store::CommandQueue& commands) = 0;
};

/// The functions of one view. Data has a member `title`.
template <typename Data, typename Local>
struct ViewFunctions {
  store::Screen screen;
  store::Needs (*needs)(const store::Route&);
  Data (*build)(const store::AppState&, const store::Route&);
  void (*draw)(ui::Frame&, const Data&, Local&, store::CommandQueue&);
};

/// Keeps what was built until something changes, and what the reader has open.
template <typename Data, typename Local>
class BuiltView final : public View {
 public:
  explicit BuiltView(const ViewFunctions<Data, Local>& functions) : functions_(functions) {}
  [[nodiscard]] store::Screen screen() const override { return functions_.screen; }
  [[nodiscard]] store::Needs NeedsOf(const store::Route& route) const override { return functions_.needs(route); }
  [[nodiscard]] std::string TitleOf(const ViewInput& input) override { return Built(input).title; }
  void Draw(ui::Frame& frame, const ViewInput& input, store::CommandQueue& commands) override {
    functions_.draw(frame, Built(input), local_, commands);
  }

 private:
  const Data& Built(const ViewInput& input) {
    if (!data_ || built_from_ != input.revision) data_ = functions_.build(input.state, input.route);
    built_from_ = input.revision;
    return *data_;
  }

  ViewFunctions<Data, Local> functions_;
  std::optional<Data> data_;
  std::uint64_t built_from_ = 0;
  Local local_{};
};

/// Every view, once; a screen without one is shown as not found.
[[nodiscard]] std::vector<std::unique_ptr<View>> MakeViews();

}  // namespace callboard::app
