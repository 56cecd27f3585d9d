#pragma once
// Calling other services.

#include <chrono>
#include <memory>
#include <string>

#include "functions/kit/http.hpp"

namespace callboard::kit {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  std::chrono::steady_clock::time_point deadline;  // of the whole exchange
  std::size_t max_response_bytes = 64U * 1024 * 1024;
};

struct HttpAnswer {
  int status = 0;
  Headers headers;
  std::string body;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Any status is an answer. Unavailable when there is none before the deadline; TooLarge when it exceeds
  /// max_response_bytes; InvalidInput for a URL that is none or not http(s). Redirects are not followed.
  virtual Result<HttpAnswer> Send(const HttpRequest& request) = 0;
};

/// Keeps connections for reuse. Safe to use from many threads.
class CurlHttpClient : public HttpClient {
 public:
  CurlHttpClient();
  ~CurlHttpClient() override;
  Result<HttpAnswer> Send(const HttpRequest& request) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callboard::kit
