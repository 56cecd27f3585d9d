#include <format>
#include <functional>
#include <memory>
#include <utility>

#include "functions/kit/app.hpp"
#include "functions/kit/compress.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

/// Below this, a compressed body saves no packet.
constexpr std::size_t kWorthCompressing = 1024;

/// A quick hash: an etag has to differ when the body does, not to withstand anybody.
std::string EtagOf(std::string_view body) {
  return std::format("\"{:x}-{:016x}\"", body.size(), std::hash<std::string_view>{}(body));
}

bool HasEtag(std::string_view if_none_match, std::string_view etag) {
  for (std::string_view candidate : Split(if_none_match, ',')) {
    candidate = TrimSpace(candidate);
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == etag || candidate == "*") return true;
  }
  return false;
}

/// Whether the caller has this answer already, which is then emptied.
bool AnswerNotModified(const Request& request, Response& response) {
  if (response.status != 200 || (request.method != "GET" && request.method != "HEAD") || response.stream) return false;
  auto etag = response.headers.find("etag");
  if (etag == response.headers.end()) etag = response.headers.emplace("ETag", EtagOf(response.body));
  if (!HasEtag(Header(request, "if-none-match"), etag->second)) return false;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
  return true;
}

void CompressStream(ContentCoding coding, Response& response) {
  std::shared_ptr<Compressor> compressor = MakeCompressor(coding);
  response.stream = [inner = std::move(response.stream), compressor](std::string& out) {
    std::string piece;
    const bool more = inner(piece);
    out += compressor->Write(piece, !more);
    return more;
  };
}

}  // namespace

void Finalise(const Request& request, Response& response) {
  if (AnswerNotModified(request, response)) return;
  if (response.headers.contains("content-encoding") || !IsCompressible(response.content_type)) return;
  if (!response.stream && response.body.size() < kWorthCompressing) return;
  response.headers.emplace("Vary", "Accept-Encoding");
  const ContentCoding coding = ChooseCoding(Header(request, "accept-encoding"));
  if (coding == ContentCoding::Identity) return;
  response.headers.emplace("Content-Encoding", NameOf(coding));
  if (response.stream)
    CompressStream(coding, response);
  else
    response.body = MakeCompressor(coding)->Write(response.body, true);
}

}  // namespace callboard::kit
