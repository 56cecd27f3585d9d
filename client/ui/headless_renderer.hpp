#pragma once
// Stands in for a graphics card where nothing is looked at.

namespace callboard::ui {

/// After a frame: takes every texture that ImGui wants made, changed or destroyed.
void AcceptTextures();

}  // namespace callboard::ui
