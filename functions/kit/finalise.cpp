#include <format>
#include <memory>
#include <string>
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

/// If-None-Match compares weakly (RFC 9110, 13.1.2).
std::string_view WithoutWeakness(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

bool HasEtag(std::string_view if_none_match, std::string_view etag) {
  for (std::string_view candidate : Split(if_none_match, ',')) {
    candidate = TrimSpace(candidate);
    if (WithoutWeakness(candidate) == WithoutWeakness(etag) || candidate == "*") return true;
  }
  return false;
}

/// The coding for this answer; Identity when it is too small, does not shrink, or has a coding already.
ContentCoding CodingFor(const Request& request, Response& response) {
  if (response.headers.contains("content-encoding") || !IsCompressible(response.content_type)) {
    return ContentCoding::Identity;
  }
  if (!response.stream && response.body.size() < kWorthCompressing) return ContentCoding::Identity;
  response.headers.emplace("Vary", "Accept-Encoding");
  return ChooseCoding(Header(request, "accept-encoding"));
}

/// Gives the answer its etag. A strong one promises equal bytes, which holds for one coding only.
const std::string& PutEtag(ContentCoding coding, Response& response) {
  auto etag = response.headers.find("etag");
  if (etag == response.headers.end()) etag = response.headers.emplace("ETag", EtagOf(response.body));
  if (coding != ContentCoding::Identity && !etag->second.starts_with("W/")) etag->second.insert(0, "W/");
  return etag->second;
}

void Compress(ContentCoding coding, Response& response) {
  response.headers.emplace("Content-Encoding", NameOf(coding));
  if (!response.stream) {
    response.body = MakeCompressor(coding)->Write(response.body, true);
    return;
  }
  std::shared_ptr<Compressor> compressor = MakeCompressor(coding);
  response.stream = [inner = std::move(response.stream), compressor = std::move(compressor)](std::string& out) {
    std::string piece;
    const bool more = inner(piece);
    // A flush without data would only add bytes.
    if (!piece.empty() || !more) out += compressor->Write(piece, !more);
    return more;
  };
}

}  // namespace

void Finalise(const Request& request, Response& response) {
  const ContentCoding coding = CodingFor(request, response);
  const bool is_head = request.method == "HEAD";
  // A stream's bytes are not known yet; those of HEAD, whoever answered it (a function behind the gateway) may have
  // left out.
  const bool body_known = !response.stream && !(is_head && response.body.empty());
  const bool may_have_etag = body_known || (!response.stream && response.headers.contains("etag"));
  if ((is_head || request.method == "GET") && response.status == 200 && may_have_etag) {
    const std::string& etag = PutEtag(coding, response);
    if (HasEtag(Header(request, "if-none-match"), etag)) {
      response.status = 304;
      response.body.clear();
      response.content_type.clear();
      return;
    }
  }
  if (coding != ContentCoding::Identity) Compress(coding, response);
  if (!is_head) return;
  if (body_known && !response.headers.contains("content-length")) {
    response.headers.emplace("Content-Length", std::to_string(response.body.size()));
  }
  response.body.clear();
  response.stream = nullptr;
}

}  // namespace callboard::kit
