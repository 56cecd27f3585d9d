#pragma once
// For tests: one view over the fixture organisation, drawn without a window.

#include <memory>
#include <string>
#include <utility>

#include "client/store/fixture.hpp"
#include "client/ui/test_driver.hpp"

namespace callboard::views {

template <typename Data, typename Local>
class ViewHarness {
 public:
  using Build = Data (*)(const store::AppState&, const store::Route&);
  using Draw = void (*)(ui::Frame&, const Data&, Local&, store::CommandQueue&);

  /// Someone has entered; with `load` the whole catalog is there, else nothing of it.
  ViewHarness(std::string url, Build build, Draw draw, bool load = true)
      : fixture_(std::move(url)), build_(build), draw_(draw) {
    fixture_.Enter();
    if (load) fixture_.LoadCatalog();
  }

  [[nodiscard]] store::StoreFixture& fixture() { return fixture_; }
  [[nodiscard]] Data Built() { return build_(fixture_.store().state(), fixture_.store().route()); }

  /// Draws with the first call, and again with each.
  [[nodiscard]] ui::TestDriver& Drawn(ui::Environment environment = {}) {
    if (driver_ == nullptr) {
      driver_ = std::make_unique<ui::TestDriver>([this](ui::Frame& frame) { DrawFrame(frame); }, environment);
    } else {
      driver_->Settle();
    }
    return *driver_;
  }

 private:
  void DrawFrame(ui::Frame& frame) {
    store::CommandQueue queue;
    {
      const auto main = frame.Main();
      draw_(frame, Built(), local_, queue);
    }
    fixture_.store().Apply(queue);
  }

  store::StoreFixture fixture_;
  Build build_;
  Draw draw_;
  Local local_{};
  std::unique_ptr<ui::TestDriver> driver_;
};

}  // namespace callboard::views
