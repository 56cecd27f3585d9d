#include "client/platform/web_buffer.hpp"

#include <emscripten.h>

#include <vector>

namespace callboard::platform {
namespace {

std::vector<char>& Buffer() {
  static std::vector<char> buffer;
  return buffer;
}

// One large answer must not hold its size for ever.
constexpr std::size_t kKeptBytes = std::size_t{4} << 20U;

}  // namespace

std::string_view PassedBytes(int bytes) {
  return {Buffer().data(), static_cast<std::size_t>(bytes)};
}

extern "C" EMSCRIPTEN_KEEPALIVE char* cb_buffer(int bytes) {
  std::vector<char>& buffer = Buffer();
  const auto wanted = static_cast<std::size_t>(bytes);
  if (buffer.size() > kKeptBytes && wanted < kKeptBytes) buffer = {};
  if (buffer.size() < wanted + 1) buffer.resize(wanted + 1);
  return buffer.data();
}

}  // namespace callboard::platform
