// The browser behind platform.hpp: fetch, IndexedDB and the address bar. The JavaScript half is web/src/host.ts.
#include <emscripten.h>

#include <unordered_map>

#include "client/platform/platform.hpp"
#include "client/platform/web_buffer.hpp"
#include "shared/base/json.hpp"

namespace callboard::platform {
namespace {

// clang-format off
EM_JS_DEPS(callboard_platform, "$UTF8ToString");
EM_JS(void, js_fetch, (int id, const char* method, const char* url, const char* headers, const char* body, int body_bytes), {
  Module.host.fetch(id, UTF8ToString(method), UTF8ToString(url), UTF8ToString(headers), HEAPU8.subarray(body, body + body_bytes));
});
EM_JS(void, js_cancel_fetch, (int id), { Module.host.cancelFetch(id); });
EM_JS(void, js_blob_get, (int id, const char* key), { Module.host.blobGet(id, UTF8ToString(key)); });
EM_JS(void, js_blob_put, (const char* key, const char* bytes, int count), {
  Module.host.blobPut(UTF8ToString(key), HEAPU8.slice(bytes, bytes + count));
});
EM_JS(void, js_blob_remove, (const char* key), { Module.host.blobRemove(UTF8ToString(key)); });
EM_JS(int, js_url, (), {
  const bytes = new TextEncoder().encode(Module.host.url());
  HEAPU8.set(bytes, _cb_buffer(bytes.length));
  return bytes.length;
});
EM_JS(int, js_origin, (), {
  const bytes = new TextEncoder().encode(Module.host.origin());
  HEAPU8.set(bytes, _cb_buffer(bytes.length));
  return bytes.length;
});
EM_JS(void, js_push_url, (const char* url), { Module.host.pushUrl(UTF8ToString(url)); });
EM_JS(void, js_replace_url, (const char* url), { Module.host.replaceUrl(UTF8ToString(url)); });
EM_JS(void, js_wake, (), { Module.host.wake(); });
EM_JS(double, js_wall_secs, (), { return Date.now() / 1000; });
// clang-format on

std::unordered_map<FetchId, FetchListener>& Listeners() {
  static std::unordered_map<FetchId, FetchListener> listeners;
  return listeners;
}

std::unordered_map<int, std::function<void(std::string)>>& Readers() {
  static std::unordered_map<int, std::function<void(std::string)>> readers;
  return readers;
}

class WebFetcher final : public Fetcher {
 public:
  FetchId Fetch(FetchRequest request, FetchListener listener) override {
    const FetchId id = ++last_id_;
    Listeners().emplace(id, std::move(listener));
    const std::string headers = DumpJson(Json(request.headers));
    js_fetch(static_cast<int>(id), request.method.c_str(), request.url.c_str(), headers.c_str(), request.body.data(),
             static_cast<int>(request.body.size()));
    return id;
  }
  void Cancel(FetchId id) override {
    if (Listeners().erase(id) > 0) js_cancel_fetch(static_cast<int>(id));
  }

 private:
  FetchId last_id_ = 0;
};

class WebBlobStore final : public BlobStore {
 public:
  void Get(std::string_view key, std::function<void(std::string)> done) override {
    Readers().emplace(++last_id_, std::move(done));
    js_blob_get(last_id_, std::string(key).c_str());
  }
  void Put(std::string_view key, std::string bytes) override {
    js_blob_put(std::string(key).c_str(), bytes.data(), static_cast<int>(bytes.size()));
  }
  void Remove(std::string_view key) override { js_blob_remove(std::string(key).c_str()); }

 private:
  int last_id_ = 0;
};

class WebHistory final : public History {
 public:
  [[nodiscard]] std::string Url() const override { return std::string(PassedBytes(js_url())); }
  [[nodiscard]] std::string Origin() const override { return std::string(PassedBytes(js_origin())); }
  void Push(std::string_view url) override { js_push_url(std::string(url).c_str()); }
  void Replace(std::string_view url) override { js_replace_url(std::string(url).c_str()); }
};

/// Takes the listener out before it is called for the last time: it may start the next request.
FetchListener TakeListener(int id) {
  const auto found = Listeners().find(static_cast<FetchId>(id));
  if (found == Listeners().end()) return {};
  FetchListener listener = std::move(found->second);
  Listeners().erase(found);
  return listener;
}

Headers HeadersFromJson(std::string_view text) {
  Headers headers;
  for (const Json& pair : ParseJson(text).value_or(Json::array())) {
    headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  return headers;
}

}  // namespace

Platform MakePlatform() {
  return {.fetcher = std::make_unique<WebFetcher>(),
          .blobs = std::make_unique<WebBlobStore>(),
          .history = std::make_unique<WebHistory>(),
          .wake = js_wake,
          .wall_secs = js_wall_secs};
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void cb_fetch_head(int id, int status, int header_bytes) {
  const auto found = Listeners().find(static_cast<FetchId>(id));
  if (found == Listeners().end() || !found->second.on_head) return;
  const auto on_head = found->second.on_head;
  on_head(status, HeadersFromJson(PassedBytes(header_bytes)));
}

EMSCRIPTEN_KEEPALIVE void cb_fetch_chunk(int id, int bytes) {
  const auto found = Listeners().find(static_cast<FetchId>(id));
  if (found == Listeners().end() || !found->second.on_chunk) return;
  const auto on_chunk = found->second.on_chunk;
  on_chunk(PassedBytes(bytes));
  js_wake();
}

EMSCRIPTEN_KEEPALIVE void cb_fetch_end(int id, int ok, int message_bytes) {
  const std::string message(PassedBytes(message_bytes));
  const FetchListener listener = TakeListener(id);
  if (ok != 0 && listener.on_done) listener.on_done();
  if (ok == 0 && listener.on_failed) {
    listener.on_failed(Error{ErrorCode::Unavailable, "The server could not be reached", message, nullptr});
  }
  js_wake();
}

EMSCRIPTEN_KEEPALIVE void cb_blob(int id, int bytes) {
  const auto found = Readers().find(id);
  if (found == Readers().end()) return;
  const auto done = std::move(found->second);
  Readers().erase(found);
  done(std::string(PassedBytes(bytes)));
  js_wake();
}
}

}  // namespace callboard::platform
