#include "server/gateway.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::server {
namespace {

/// RFC 9110, 7.6.1: these speak about one connection, or are set anew by the client library.
constexpr std::array<std::string_view, 11> kHopByHop = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade",    "host",       "content-length",     "accept-encoding"};

/// A catalog's feed: long, and of use from its first line on.
constexpr std::string_view kJsonLines = "application/x-ndjson";

/// Of a function in the middle of an answer.
constexpr std::chrono::seconds kMaxSilence{30};

bool IsEndToEnd(std::string_view name) {
  return std::ranges::none_of(kHopByHop, [&](std::string_view hop) { return EqualsIgnoringCase(hop, name); });
}

/// What the portal says itself on every answer, for the function would say it a second time.
bool IsSaidByPortal(std::string_view name) {
  return EqualsIgnoringCase(name, "x-request-id") || EqualsIgnoringCase(name, "x-content-type-options") ||
         ToLowerAscii(name).starts_with("access-control-");
}

/// Where functions are is for the log only.
std::unexpected<Error> Unreachable(const Error& cause) {
  return Fail(ErrorCode::Unavailable, "The function behind this path cannot be reached", cause.message);
}

kit::Response HeadFrom(const kit::HttpStream& stream) {
  kit::Response response;
  response.status = stream.status;
  response.content_type.clear();
  for (const auto& [name, value] : stream.headers) {
    if (EqualsIgnoringCase(name, "content-type"))
      response.content_type = value;
    else if (IsEndToEnd(name) && !IsSaidByPortal(name))
      response.headers.emplace(name, value);
  }
  return response;
}

std::function<bool(std::string&)> HandOn(std::shared_ptr<kit::HttpBody> body) {
  return [body = std::move(body)](std::string& out) {
    const auto more = body->Read(out, std::chrono::steady_clock::now() + kMaxSilence);
    // To end here would make half an answer look whole; the server cuts off whatever throws.
    if (!more) throw std::runtime_error(more.error().message);
    return *more;
  };
}

}  // namespace

Gateway::Gateway(std::shared_ptr<kit::HttpClient> client, std::string base_url)
    : client_(std::move(client)), base_url_(std::move(base_url)) {
  while (base_url_.ends_with('/')) base_url_.pop_back();
}

Result<kit::Response> Gateway::Forward(const kit::Request& request) const {
  kit::HttpRequest outgoing;
  outgoing.method = request.method;
  outgoing.url = base_url_ + request.url;
  outgoing.body = request.body;
  outgoing.deadline = request.deadline;
  for (const auto& [name, value] : request.headers) {
    if (IsEndToEnd(name)) outgoing.headers.emplace(name, value);
  }
  outgoing.headers.erase("x-request-id");
  outgoing.headers.erase("traceparent");
  outgoing.headers.emplace("X-Request-Id", request.request_id);
  outgoing.headers.emplace("traceparent", request.trace_parent);
  auto stream = client_->Open(outgoing);
  if (!stream) return Unreachable(stream.error());
  kit::Response response = HeadFrom(*stream);
  if (response.content_type.starts_with(kJsonLines)) {
    response.stream = HandOn(std::move(stream->body));
    return response;
  }
  auto answer = kit::ReadWhole(std::move(*stream), outgoing);
  if (!answer) return Unreachable(answer.error());
  response.body = std::move(answer->body);
  return response;
}

}  // namespace callboard::server
