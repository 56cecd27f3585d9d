#pragma once
// Calling other services.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "functions/kit/http.hpp"

namespace callboard::kit {

/// Where a connection may lead. Looked at when the address is known, so names that lead inside do not help. Behind a
/// proxy it is the proxy that connects: then only hosts that are written as addresses are judged here.
enum class AddressPolicy : std::uint8_t { Any, PublicOnly };

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  std::chrono::steady_clock::time_point deadline;  // of the whole exchange; of a stream, until its head is there
  std::size_t max_response_bytes = 64U * 1024 * 1024;
  std::function<bool()> is_cancelled;  // asked while there is nothing to do; ends the exchange
  AddressPolicy address_policy = AddressPolicy::Any;
  /// Takes compressed answers and hands on what they decompress to; max_response_bytes then holds for Open too.
  bool accept_compressed = false;
};

struct HttpAnswer {
  int status = 0;
  Headers headers;
  std::string body;
};

/// A body that still arrives. To be used by one thread at a time.
class HttpBody {
 public:
  virtual ~HttpBody() = default;
  /// Waits for more and appends it to `out`; false after the last piece. Unavailable when it breaks off, or nothing
  /// comes before the deadline.
  virtual Result<bool> Read(std::string& out, std::chrono::steady_clock::time_point deadline) = 0;
};

/// An answer of which the head is there.
struct HttpStream {
  int status = 0;
  Headers headers;
  std::unique_ptr<HttpBody> body;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Any status is an answer. Unavailable when there is none before the deadline, or the request is cancelled; TooLarge
  /// when it exceeds max_response_bytes; Forbidden when address_policy keeps it from connecting; InvalidInput for a URL
  /// that is none or not http(s), and for a method or headers that HTTP has no way to say. Redirects are not followed.
  virtual Result<HttpAnswer> Send(const HttpRequest& request) = 0;

  /// As Send, for answers that are handed on while they arrive; max_response_bytes is not looked at.
  virtual Result<HttpStream> Open(const HttpRequest& request);
};

/// The rest of an answer to `request`, with the errors of Send.
[[nodiscard]] Result<HttpAnswer> ReadWhole(HttpStream stream, const HttpRequest& request);

/// The error of an answer beyond max_response_bytes.
[[nodiscard]] std::unexpected<Error> TooLargeAnswer(const HttpRequest& request);

class CurlHandles;

/// Keeps connections for reuse. Safe to use from many threads. Proxies are those of http_proxy and https_proxy, but for
/// the hosts in no_proxy and this machine.
class CurlHttpClient : public HttpClient {
 public:
  CurlHttpClient();
  ~CurlHttpClient() override;
  Result<HttpAnswer> Send(const HttpRequest& request) override;
  Result<HttpStream> Open(const HttpRequest& request) override;

 private:
  std::shared_ptr<CurlHandles> handles_;
};

}  // namespace callboard::kit
