#include "functions/kit/http_client.hpp"

#include <format>
#include <utility>

namespace callboard::kit {
namespace {

class WholeBody : public HttpBody {
 public:
  explicit WholeBody(std::string text) : text_(std::move(text)) {}
  Result<bool> Read(std::string& out, std::chrono::steady_clock::time_point) override {
    out += std::exchange(text_, {});
    return false;
  }

 private:
  std::string text_;
};

}  // namespace

Result<HttpStream> HttpClient::Open(const HttpRequest& request) {
  auto answer = Send(request);
  if (!answer) return std::unexpected(answer.error());
  return HttpStream{answer->status, std::move(answer->headers), std::make_unique<WholeBody>(std::move(answer->body))};
}

std::unexpected<Error> TooLargeAnswer(const HttpRequest& request) {
  return Fail(ErrorCode::TooLarge,
              std::format("the answer of {} is larger than {} bytes", request.url, request.max_response_bytes));
}

Result<HttpAnswer> ReadWhole(HttpStream stream, const HttpRequest& request) {
  HttpAnswer answer{stream.status, std::move(stream.headers), {}};
  for (bool more = true; more;) {
    const auto read = stream.body->Read(answer.body, request.deadline);
    if (!read) return std::unexpected(read.error());
    more = *read;
    if (answer.body.size() > request.max_response_bytes) return TooLargeAnswer(request);
  }
  return answer;
}

}  // namespace callboard::kit
