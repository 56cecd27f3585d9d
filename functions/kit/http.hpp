#pragma once
// The shape of a request and an answer as handlers see them: no sockets, no library types.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "functions/kit/authenticator.hpp"
#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

/// Header names are compared without regard to case.
struct HeaderLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Headers = std::multimap<std::string, std::string, HeaderLess>;

/// Repeated keys stay in the order of the URL.
using QueryParams = std::vector<std::pair<std::string, std::string>>;
using PathParams = std::map<std::string, std::string, std::less<>>;

struct Request {
  std::string method;
  std::string path;  // decoded, without the query
  std::string url;   // as sent: path and query
  QueryParams query;
  PathParams path_params;
  Headers headers;
  std::string body;
  std::string remote_address;
  std::string request_id;
  std::string trace_parent;  // W3C, to be passed on
  Principal principal;
  std::chrono::steady_clock::time_point deadline;
};

/// The header's first value, or "".
[[nodiscard]] std::string_view Header(const Request& request, std::string_view name);
[[nodiscard]] std::optional<std::string_view> QueryValue(const Request& request, std::string_view key);
[[nodiscard]] std::vector<std::string_view> QueryValues(const Request& request, std::string_view key);
[[nodiscard]] std::string_view PathParam(const Request& request, std::string_view key);
/// The body as JSON; InvalidInput when it is none, or when the Content-Type says that it is something else.
[[nodiscard]] Result<Json> JsonBody(const Request& request);

/// Whether the text is UTF-8 without a NUL, so that databases and file systems take it.
[[nodiscard]] bool IsPlainText(std::string_view text);

/// "a=b&c=d" with both sides decoded.
[[nodiscard]] QueryParams ParseQuery(std::string_view text);

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  Headers headers;
  /// When set, the body is produced in pieces: the function appends to `out` and returns false after the last piece.
  std::function<bool(std::string& out)> stream;
};

[[nodiscard]] Response JsonResponse(const Json& json, int status = 200);
[[nodiscard]] Response JsonTextResponse(std::string text, int status = 200);
[[nodiscard]] Response NoContent();

using Handler = std::function<Result<Response>(const Request&)>;

}  // namespace callboard::kit
