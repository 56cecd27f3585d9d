#pragma once
// What the client needs of the machine under it. web_*.cpp speaks to the browser, native_*.cpp keeps everything in
// memory for tests.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::platform {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct FetchRequest {
  std::string method = "GET";
  /// A path of the portal's own origin, or a whole URL.
  std::string url;
  Headers headers;
  std::string body;
};

/// What happens to one request, in this order: head once, chunk any number of times, then done or failed once. Calls
/// come between frames, never from inside Fetch. After Cancel, none comes.
struct FetchListener {
  /// Header names are in lower case.
  std::function<void(int status, Headers headers)> on_head;
  /// The view is valid during the call.
  std::function<void(std::string_view chunk)> on_chunk;
  std::function<void()> on_done;
  /// Unavailable: no answer came (offline, refused, broken off).
  std::function<void(Error)> on_failed;
};

using FetchId = std::uint32_t;

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  [[nodiscard]] virtual FetchId Fetch(FetchRequest request, FetchListener listener) = 0;
  virtual void Cancel(FetchId id) = 0;
};

/// Blobs that outlive the tab (IndexedDB). A store that cannot be used answers every Get with "" and forgets every Put.
class BlobStore {
 public:
  virtual ~BlobStore() = default;
  /// `done` gets the bytes, or "" when there are none; it is called between frames.
  virtual void Get(std::string_view key, std::function<void(std::string)> done) = 0;
  virtual void Put(std::string_view key, std::string bytes) = 0;
  virtual void Remove(std::string_view key) = 0;
};

/// The address bar. URLs are path, query and fragment ("/catalog?filters=...").
class History {
 public:
  virtual ~History() = default;
  [[nodiscard]] virtual std::string Url() const = 0;
  /// What stands before Url() in a link that is sent to somebody: "https://portal.example.org".
  [[nodiscard]] virtual std::string Origin() const = 0;
  virtual void Push(std::string_view url) = 0;
  virtual void Replace(std::string_view url) = 0;
};

/// Everything of one machine. `wake` asks for a frame, because data came.
struct Platform {
  std::unique_ptr<Fetcher> fetcher;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<History> history;
  std::function<void()> wake;
  /// Seconds since 1970.
  std::function<double()> wall_secs;
};

/// The browser's own.
[[nodiscard]] Platform MakePlatform();

}  // namespace callboard::platform
