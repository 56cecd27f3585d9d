#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <format>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "functions/kit/address.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http_client.hpp"
#include "functions/kit/proxy.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMaxIdleHandles = 16;

/// How soon somebody who cancels is heard.
constexpr milliseconds kAskAboutCancel{100};

template <auto Free>
struct Freed {
  void operator()(auto* thing) const { Free(thing); }
};
using Easy = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Freed<curl_multi_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

/// One exchange at a time; the multi handle keeps the connection for the next one.
struct Handle {
  Multi multi;
  Easy easy;
};

/// RFC 9110, 5.6.2.
bool IsToken(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.contains(c);
  });
}

/// Whoever could end a line could add a header, or a second request.
Status CheckSendable(const HttpRequest& request) {
  constexpr std::string_view kEndsLine("\r\n\0", 3);
  if (!IsToken(request.method))
    return Fail(ErrorCode::InvalidInput, std::format("\"{}\" is not a method", request.method));
  for (const auto& [name, value] : request.headers) {
    if (!IsToken(name) || value.find_first_of(kEndsLine) != std::string::npos)
      return Fail(ErrorCode::InvalidInput, std::format("The header \"{}\" cannot be sent", name));
  }
  return {};
}

HeaderList ListOf(const HttpRequest& request) {
  curl_slist* list = nullptr;
  // curl takes "name:" for the wish to leave a header out.
  for (const auto& [name, value] : request.headers)
    list = curl_slist_append(list, (value.empty() ? name + ";" : std::format("{}: {}", name, value)).c_str());
  if (!request.headers.contains("content-type")) list = curl_slist_append(list, "Content-Type:");
  // Without this, curl waits a second for "100 Continue" before it sends a larger body.
  list = curl_slist_append(list, "Expect:");
  return HeaderList(list);
}

/// The proxy for a URL, and the host that it leads to.
struct Way {
  std::string host;
  std::string proxy;  // "" to connect directly
};

/// As curl itself takes the URL apart; nothing when it would refuse it.
std::optional<Way> WayTo(const std::string& url, const Proxies& proxies) {
  const std::unique_ptr<CURLU, Freed<curl_url_cleanup>> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return std::nullopt;
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    std::string value = curl_url_get(parsed.get(), which, &text, 0) == CURLUE_OK ? text : "";
    curl_free(text);
    return value;
  };
  Way way{.host = part(CURLUPART_HOST), .proxy = {}};
  way.proxy = proxies.For(part(CURLUPART_SCHEME), way.host);
  return way;
}

std::unexpected<Error> PrivateAddress(const std::string& url, std::string_view address) {
  return Fail(ErrorCode::Forbidden, std::format("{} leads to {}, which is not a public address", url, address));
}

}  // namespace

class CurlHandles {
 public:
  Handle Take() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return {Multi(curl_multi_init()), Easy(curl_easy_init())};
    Handle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  void Return(Handle handle) {
    curl_easy_reset(handle.easy.get());
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kMaxIdleHandles) idle_.push_back(std::move(handle));
  }

  [[nodiscard]] const Proxies& ProxySettings() const { return proxies_; }

 private:
  std::mutex mutex_;
  std::vector<Handle> idle_;
  const Proxies proxies_{ProcessEnvironment()};
};

namespace {

/// One request and its answer. Nothing happens but while somebody waits in ReadHead or Read, so a slow reader slows the
/// sender.
class CurlExchange : public HttpBody {
 public:
  CurlExchange(std::shared_ptr<CurlHandles> handles, HttpRequest request);
  ~CurlExchange() override;
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;

  Result<HttpStream> ReadHead();
  Result<bool> Read(std::string& out, steady_clock::time_point deadline) override;

 private:
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user);
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user);
  static curl_socket_t OnSocket(void* user, curlsocktype purpose, curl_sockaddr* address);
  static int OnConnected(void* user, char* address, char* local_address, int port, int local_port);
  void Prepare();
  void PrepareWay();
  Status Step(steady_clock::time_point deadline);
  [[nodiscard]] Status CheckWay() const;
  [[nodiscard]] int StatusCode() const;
  [[nodiscard]] std::unexpected<Error> Failure(CURLcode code) const;

  std::shared_ptr<CurlHandles> handles_;
  HttpRequest request_;
  HeaderList header_list_;
  Handle handle_;
  Headers headers_;
  Way way_;
  std::string arrived_;
  std::size_t body_bytes_ = 0;
  bool is_too_large_ = false;
  std::string refused_address_;  // the last one that address_policy forbids
  bool head_complete_ = false;
  bool ended_ = false;
};

CurlExchange::CurlExchange(std::shared_ptr<CurlHandles> handles, HttpRequest request)
    : handles_(std::move(handles)),
      request_(std::move(request)),
      header_list_(ListOf(request_)),
      handle_(handles_->Take()) {
  Prepare();
  curl_multi_add_handle(handle_.multi.get(), handle_.easy.get());
}

CurlExchange::~CurlExchange() {
  curl_multi_remove_handle(handle_.multi.get(), handle_.easy.get());
  handles_->Return(std::move(handle_));
}

void CurlExchange::Prepare() {
  CURL* const curl = handle_.easy.get();
  const std::string& method = request_.method;
  curl_easy_setopt(curl, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  PrepareWay();
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, header_list_.get());
  if (method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  } else if (!request_.body.empty() || method == "POST" || method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
}

void CurlExchange::PrepareWay() {
  CURL* const curl = handle_.easy.get();
  way_ = WayTo(request_.url, handles_->ProxySettings()).value_or(Way{});
  curl_easy_setopt(curl, CURLOPT_PROXY, way_.proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
  if (request_.accept_compressed) curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  if (request_.address_policy == AddressPolicy::Any || !way_.proxy.empty()) return;
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, OnSocket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
  // For connections that were made under another policy.
  curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, OnConnected);
  curl_easy_setopt(curl, CURLOPT_PREREQDATA, this);
}

curl_socket_t CurlExchange::OnSocket(void* user, curlsocktype, curl_sockaddr* address) {
  if (IsPublicAddress(address->addr))
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  static_cast<CurlExchange*>(user)->refused_address_ = AddressText(address->addr);
  return CURL_SOCKET_BAD;
}

int CurlExchange::OnConnected(void* user, char* address, char*, int, int) {
  const auto connected = AddressFromHost(address);
  if (connected && IsPublicAddress(reinterpret_cast<const sockaddr&>(*connected))) return CURL_PREREQFUNC_OK;
  static_cast<CurlExchange*>(user)->refused_address_ = address;
  return CURL_PREREQFUNC_ABORT;
}

std::size_t CurlExchange::OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<CurlExchange*>(user);
  exchange.body_bytes_ += size * count;
  // Decompressed, one packet can become thousands before anybody reads.
  exchange.is_too_large_ =
      exchange.request_.accept_compressed && exchange.body_bytes_ > exchange.request_.max_response_bytes;
  if (exchange.is_too_large_) return CURL_WRITEFUNC_ERROR;
  exchange.arrived_.append(data, size * count);
  return size * count;
}

std::size_t CurlExchange::OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<CurlExchange*>(user);
  const std::string_view line(data, size * count);
  // After the body there may be trailers, which nobody asked for.
  if (exchange.head_complete_) return line.size();
  const std::size_t colon = line.find(':');
  if (line.starts_with("HTTP/"))
    exchange.headers_.clear();
  else if (colon != std::string_view::npos)
    exchange.headers_.emplace(TrimSpace(line.substr(0, colon)), TrimSpace(line.substr(colon + 1)));
  if (TrimSpace(line).empty()) exchange.head_complete_ = exchange.StatusCode() >= 200;
  return line.size();
}

int CurlExchange::StatusCode() const {
  long status = 0;
  curl_easy_getinfo(handle_.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

std::unexpected<Error> CurlExchange::Failure(CURLcode code) const {
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
    return Fail(ErrorCode::InvalidInput, std::format("{} is not a URL that can be called", request_.url));
  if (!refused_address_.empty()) return PrivateAddress(request_.url, refused_address_);
  if (is_too_large_) return TooLargeAnswer(request_);
  return Fail(ErrorCode::Unavailable, std::format("{}: {}", request_.url, curl_easy_strerror(code)));
}

/// Does what can be done now, else waits until something can.
Status CurlExchange::Step(steady_clock::time_point deadline) {
  const std::size_t arrived = arrived_.size();
  const bool had_head = head_complete_;
  int running = 0;
  curl_multi_perform(handle_.multi.get(), &running);
  int queued = 0;
  while (const CURLMsg* const message = curl_multi_info_read(handle_.multi.get(), &queued)) {
    if (message->msg != CURLMSG_DONE) continue;
    ended_ = true;
    if (message->data.result != CURLE_OK) return Failure(message->data.result);
  }
  if (ended_ || arrived_.size() > arrived || head_complete_ != had_head) return {};
  if (request_.is_cancelled && request_.is_cancelled())
    return Fail(ErrorCode::Unavailable, std::format("{}: cancelled", request_.url));
  auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  if (left <= milliseconds(0)) return Failure(CURLE_OPERATION_TIMEDOUT);
  if (request_.is_cancelled) left = std::min(left, kAskAboutCancel);
  curl_multi_poll(handle_.multi.get(), nullptr, 0, static_cast<int>(left.count()), nullptr);
  return {};
}

Status CurlExchange::CheckWay() const {
  if (request_.address_policy == AddressPolicy::Any || way_.proxy.empty()) return {};
  const auto address = AddressFromHost(way_.host);
  if (!address || IsPublicAddress(reinterpret_cast<const sockaddr&>(*address))) return {};
  return PrivateAddress(request_.url, way_.host);
}

Result<HttpStream> CurlExchange::ReadHead() {
  if (const auto checked = CheckWay(); !checked) return std::unexpected(checked.error());
  while (!head_complete_ && !ended_) {
    if (const auto stepped = Step(request_.deadline); !stepped) return std::unexpected(stepped.error());
  }
  return HttpStream{StatusCode(), std::move(headers_), nullptr};
}

Result<bool> CurlExchange::Read(std::string& out, steady_clock::time_point deadline) {
  while (arrived_.empty() && !ended_) {
    if (const auto stepped = Step(deadline); !stepped) return std::unexpected(stepped.error());
  }
  out += std::exchange(arrived_, {});
  return !ended_;
}

}  // namespace

CurlHttpClient::CurlHttpClient() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handles_ = std::make_shared<CurlHandles>();
}

CurlHttpClient::~CurlHttpClient() = default;

Result<HttpStream> CurlHttpClient::Open(const HttpRequest& request) {
  if (const auto checked = CheckSendable(request); !checked) return std::unexpected(checked.error());
  if (request.deadline <= steady_clock::now())
    return Fail(ErrorCode::Unavailable, std::format("no time was left to call {}", request.url));
  auto exchange = std::make_unique<CurlExchange>(handles_, request);
  auto stream = exchange->ReadHead();
  if (stream) stream->body = std::move(exchange);
  return stream;
}

Result<HttpAnswer> CurlHttpClient::Send(const HttpRequest& request) {
  auto stream = Open(request);
  if (!stream) return std::unexpected(stream.error());
  return ReadWhole(std::move(*stream), request);
}

}  // namespace callboard::kit
