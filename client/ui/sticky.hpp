#pragma once
// What stays in sight while the page scrolls on under it.

#include "client/ui/ui.hpp"

namespace callboard::ui {

/// A strip over the whole width that scrolls with the page until it comes to the top of the window, and stays there.
/// For the outermost stack of a page: it does not end with the box that it is in.
[[nodiscard]] Scope StickyBar(Frame& frame);

}  // namespace callboard::ui
