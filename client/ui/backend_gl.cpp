// ImGui's own OpenGL backend, compiled as it comes.
#include "backends/imgui_impl_opengl3.cpp"
