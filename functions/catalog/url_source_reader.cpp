#include <format>

#include "functions/catalog/source_reader.hpp"
#include "functions/catalog/url.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

UrlSourceReader::UrlSourceReader(std::shared_ptr<kit::HttpClient> client,
                                 std::function<bool(std::string_view url)> allows, std::chrono::milliseconds timeout)
    : client_(std::move(client)), allows_(std::move(allows)), timeout_(timeout) {}

Result<SourceContent> UrlSourceReader::Read(const SourceLocation& location, std::string_view known_version) {
  const auto url = ParseUrl(location.target);
  if (!url || !allows_(UrlText(*url))) {
    return Fail(ErrorCode::Forbidden, std::format("Reading from '{}' is not allowed. You may need to configure an "
                                                  "integration for the target host, or add it to "
                                                  "the configured list of allowed hosts at 'backend.reading.allow'",
                                                  location.target));
  }
  kit::HttpRequest request;
  request.method = "GET";
  request.url = UrlText(*url);  // what was judged, not what was written
  request.deadline = std::chrono::steady_clock::now() + timeout_;
  request.max_response_bytes = kMaxSourceBytes;
  if (!known_version.empty()) request.headers.emplace("If-None-Match", known_version);
  auto answer = client_->Send(request);
  if (!answer) return Fail(answer.error(), std::format("{} could not be read", location.target));
  if (answer->status == 304 && !known_version.empty())
    return SourceContent{.files = {}, .version = std::string(known_version), .unchanged = true};
  if (answer->status == 404)
    return Fail(ErrorCode::NotFound, std::format("could not read {}, 404 Not Found", location.target));
  if (answer->status != 200)
    return Fail(ErrorCode::Unavailable, std::format("could not read {}, status {}", location.target, answer->status));
  const auto etag = answer->headers.find("ETag");
  return SourceContent{.files = {{location, std::move(answer->body)}},
                       .version = etag == answer->headers.end() ? "" : etag->second};
}

}  // namespace callboard::catalog
