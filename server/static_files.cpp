#include "server/static_files.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <fstream>
#include <iterator>
#include <utility>

#include "functions/kit/digest.hpp"
#include "shared/base/text.hpp"

namespace callboard::server {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".json", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".png", "image/png"},
    {".txt", "text/plain; charset=utf-8"},
}};

/// Nothing but our own files and our own API. WebAssembly is compiled, no script is made from text, nobody frames us.
/// Requests go anywhere, as in Backstage, since APIs are tried out from their definitions.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob: https:; "
    "font-src 'self'; "
    "connect-src 'self' http: https:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string_view ContentTypeOf(const fs::path& path) {
  const std::string extension = path.extension().string();
  const auto* const found =
      std::ranges::find(kContentTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  return found == kContentTypes.end() ? "application/octet-stream" : found->second;
}

/// name.<at least eight hexadecimal digits>.extension
bool CarriesHash(const fs::path& path) {
  const std::string stem = path.stem().string();
  const std::size_t dot = stem.rfind('.');
  if (dot == std::string::npos || stem.size() - dot - 1 < 8) return false;
  return std::ranges::all_of(stem.substr(dot + 1),
                             [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

StaticFiles::Variant StaticFiles::ReadVariant(const fs::path& path) {
  Variant variant;
  variant.body = ReadAll(path);
  variant.etag = std::format("\"{}\"", kit::Sha256Hex(variant.body).substr(0, 32));
  return variant;
}

StaticFiles::File StaticFiles::ReadWithSiblings(const fs::path& path) {
  File file;
  file.content_type = ContentTypeOf(path);
  file.plain = ReadVariant(path);
  file.brotli = ReadVariant(path.string() + ".br");
  file.gzip = ReadVariant(path.string() + ".gz");
  file.cache_control = CarriesHash(path) ? "public, max-age=31536000, immutable" : "no-cache";
  return file;
}

Result<StaticFiles> StaticFiles::Load(const fs::path& folder) {
  StaticFiles loaded;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    if (!it->is_regular_file() || path.extension() == ".br" || path.extension() == ".gz") continue;
    loaded.files_.emplace("/" + fs::relative(path, folder).generic_string(), ReadWithSiblings(path));
  }
  if (!loaded.files_.contains("/index.html")) {
    return Fail(ErrorCode::NotFound, std::format("{} holds no index.html: the client is not built", folder.string()));
  }
  return loaded;
}

const StaticFiles::Variant& StaticFiles::VariantFor(const File& file, kit::ContentCoding coding) {
  if (coding == kit::ContentCoding::Brotli && !file.brotli.body.empty()) return file.brotli;
  if (coding == kit::ContentCoding::Gzip && !file.gzip.body.empty()) return file.gzip;
  return file.plain;
}

kit::Response StaticFiles::ResponseFor(const File& file, const kit::Request& request) const {
  const kit::ContentCoding coding = kit::ChooseCoding(kit::Header(request, "accept-encoding"));
  const Variant& variant = VariantFor(file, coding);
  kit::Response response;
  response.content_type = file.content_type;
  response.body = variant.body;
  response.headers.emplace("Cache-Control", file.cache_control);
  response.headers.emplace("ETag", variant.etag);
  // What goes out plain may yet be compressed, or not, by whoever finishes the answer.
  if (&variant != &file.plain) {
    response.headers.emplace("Content-Encoding", kit::NameOf(coding));
    response.headers.emplace("Vary", "Accept-Encoding");
  }
  if (file.content_type.starts_with("text/html")) {
    response.headers.emplace("Content-Security-Policy", kContentSecurityPolicy);
    response.headers.emplace("Referrer-Policy", "strict-origin-when-cross-origin");
    response.headers.emplace("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace("X-Frame-Options", "DENY");
  }
  return response;
}

Result<kit::Response> StaticFiles::Answer(const kit::Request& request) const {
  const auto found = files_.find(request.path);
  if (found != files_.end()) return ResponseFor(found->second, request);
  const std::string_view last_part = std::string_view(request.path).substr(request.path.rfind('/') + 1);
  const bool is_page =
      !request.path.starts_with("/api/") && (!last_part.contains('.') || request.path.starts_with("/catalog/"));
  if (!is_page) return Fail(ErrorCode::NotFound, std::format("There is no file {}", request.path));
  return ResponseFor(files_.at("/index.html"), request);
}

}  // namespace callboard::server
