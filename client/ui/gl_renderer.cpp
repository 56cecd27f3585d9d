#include "client/ui/gl_renderer.hpp"

#include <GLES3/gl3.h>

#include "backends/imgui_impl_opengl3.h"
#include "imgui.h"

namespace callboard::ui {
namespace {

float Channel(Color color, unsigned shift) {
  return static_cast<float>((color.rgba >> shift) & 0xFFU) / 255.F;
}

}  // namespace

void StartGlRenderer() {
  ImGui_ImplOpenGL3_Init("#version 300 es");
  ImGui_ImplOpenGL3_NewFrame();
}

void RenderWithGl(Size pixels, Color background) {
  glViewport(0, 0, static_cast<GLsizei>(pixels.w), static_cast<GLsizei>(pixels.h));
  glClearColor(Channel(background, 24), Channel(background, 16), Channel(background, 8), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void StopGlRenderer() {
  ImGui_ImplOpenGL3_Shutdown();
}

}  // namespace callboard::ui
