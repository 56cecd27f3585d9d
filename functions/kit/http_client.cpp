#include "functions/kit/http_client.hpp"

#include <curl/curl.h>

#include <format>
#include <mutex>
#include <vector>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaxIdleHandles = 16;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

/// What the callbacks fill.
struct Exchange {
  HttpAnswer answer;
  std::size_t max_bytes = 0;
  bool too_large = false;
};

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t bytes = size * count;
  if (exchange.answer.body.size() + bytes > exchange.max_bytes) {
    exchange.too_large = true;
    return 0;
  }
  exchange.answer.body.append(data, bytes);
  return bytes;
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) exchange.answer.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    exchange.answer.headers.emplace(TrimSpace(line.substr(0, colon)), TrimSpace(line.substr(colon + 1)));
  return line.size();
}

HeaderList ListOf(const HttpRequest& request) {
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers)
    list = curl_slist_append(list, std::format("{}: {}", name, value).c_str());
  // Without this, curl waits a second for "100 Continue" before it sends a larger body.
  list = curl_slist_append(list, "Expect:");
  return HeaderList(list);
}

}  // namespace

struct CurlHttpClient::Impl {
  std::mutex mutex;
  std::vector<Handle> idle;

  Handle Take() {
    const std::scoped_lock lock(mutex);
    if (idle.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(idle.back());
    idle.pop_back();
    return handle;
  }

  void Return(Handle handle) {
    curl_easy_reset(handle.get());
    const std::scoped_lock lock(mutex);
    if (idle.size() < kMaxIdleHandles) idle.push_back(std::move(handle));
  }
};

CurlHttpClient::CurlHttpClient() : impl_(std::make_unique<Impl>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

CurlHttpClient::~CurlHttpClient() = default;

Result<HttpAnswer> CurlHttpClient::Send(const HttpRequest& request) {
  const auto left = std::chrono::duration_cast<milliseconds>(request.deadline - std::chrono::steady_clock::now());
  if (left <= milliseconds(0))
    return Fail(ErrorCode::Unavailable, std::format("no time was left to call {}", request.url));
  Handle handle = impl_->Take();
  CURL* const curl = handle.get();
  Exchange exchange;
  exchange.max_bytes = request.max_response_bytes;
  const HeaderList headers = ListOf(request);
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  impl_->Return(std::move(handle));
  if (exchange.too_large)
    return Fail(ErrorCode::TooLarge,
                std::format("the answer of {} is larger than {} bytes", request.url, exchange.max_bytes));
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return Fail(ErrorCode::InvalidInput, std::format("{} is not a URL that can be called", request.url));
  }
  if (code != CURLE_OK)
    return Fail(ErrorCode::Unavailable, std::format("{}: {}", request.url, curl_easy_strerror(code)));
  exchange.answer.status = static_cast<int>(status);
  return std::move(exchange.answer);
}

}  // namespace callboard::kit
