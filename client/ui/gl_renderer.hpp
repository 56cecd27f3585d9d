#pragma once
// Draws a finished frame with WebGL 2, through ImGui's own OpenGL backend.

#include "client/ui/geometry.hpp"
#include "client/ui/theme.hpp"

namespace callboard::ui {

/// A GL context must be current.
void StartGlRenderer();
/// `pixels` is the size of the canvas.
void RenderWithGl(Size pixels, Color background);
/// The GL context was lost: everything that lived in it is made anew with the next one.
void StopGlRenderer();

}  // namespace callboard::ui
