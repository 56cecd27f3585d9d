// ImGui's own OpenGL backend, as it comes, but for one thing: it saves and restores the state of GL around every frame,
// and each question to a WebGL context waits for the graphics process (3.4 ms a frame were measured). The context is
// ours alone, so the questions are answered here, with the state that a frame starts from.
#include <GLES3/gl3.h>

static void AnswerGetInteger(GLenum name, GLint* value) {
  switch (name) {
    case GL_MAJOR_VERSION:
      *value = 3;
      break;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *value = GL_ONE;
      break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      break;
    case GL_MAX_TEXTURE_SIZE:
      // Asked once, when the backend starts.
      glGetIntegerv(name, value);
      break;
    default:
      *value = 0;
  }
}

#define glGetIntegerv AnswerGetInteger
#define glIsEnabled(capability) GL_FALSE
#include "backends/imgui_impl_opengl3.cpp"
