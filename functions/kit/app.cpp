#include "functions/kit/app.hpp"

#include <algorithm>
#include <exception>
#include <format>
#include <utility>

#include "functions/kit/access.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/trace.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using std::chrono::steady_clock;

// Labels of what has no route.
constexpr std::string_view kNoRoute = "none";
constexpr std::string_view kPreflight = "preflight";
constexpr std::string_view kRefused = "refused";

/// Kept for what a stream sends after Dispatch has returned; reports when the stream goes, however it ends.
struct StreamReport {
  std::function<void(std::size_t bytes)> report;
  std::size_t bytes = 0;

  StreamReport(std::function<void(std::size_t)> to_report) : report(std::move(to_report)) {}
  StreamReport(const StreamReport&) = delete;
  StreamReport& operator=(const StreamReport&) = delete;
  ~StreamReport() { report(bytes); }
};

std::string_view RawPath(const Request& request) {
  return std::string_view(request.url).substr(0, request.url.find('?'));
}

/// Programs behind us may resolve these: https://host/api/catalog/../admin is another function's path to them.
bool HasDotSegment(std::string_view path) {
  return std::ranges::any_of(Split(path, '/'), [](std::string_view part) { return part == "." || part == ".."; });
}

/// Splits "path?query" and decodes both. Texts that are not UTF-8, or hold a NUL, would only fail further in, where a
/// database or a file system meets them.
Status ReadUrl(Request& request) {
  const std::string_view url = request.url;
  const std::size_t question = url.find('?');
  request.path = PercentDecode(url.substr(0, question));
  if (question != std::string_view::npos) request.query = ParseQuery(url.substr(question + 1));
  bool plain = IsPlainText(request.path);
  for (const auto& [name, value] : request.query) plain = plain && IsPlainText(name) && IsPlainText(value);
  if (!plain) return Fail(ErrorCode::InvalidInput, "The URL does not decode to UTF-8 text");
  if (HasDotSegment(request.path)) return Fail(ErrorCode::InvalidInput, "The URL's path has a segment of dots");
  return {};
}

/// Probes come every few seconds; they are of interest only when something is looked for.
LogLevel AccessLevel(std::string_view route) {
  return route == "/readyz" || route == "/healthz" || route == "/metrics" ? LogLevel::Debug : LogLevel::Info;
}

void LogFailure(const Error& error, const Request& request) {
  const LogLevel level = TraitsOf(error.code).log_level;
  if (level < LogLevel::Warning) return;
  Log(level, error.message,
      {{"detail", error.detail},
       {"path", request.path},
       {"requestId", request.request_id},
       {"traceId", TraceIdOf(request.trace_parent)}});
}

}  // namespace

App::App(AppOptions options)
    : options_(std::move(options)), router_([this] {
        Routes routes = options_.routes;
        AddOwnRoutes(routes);
        return routes;
      }()) {}

Response App::Dispatch(Request request) {
  Progress progress = Begin(request);
  Response response = IsPreflight(request) ? NoContent() : Answer(request, progress.route);
  if (IsPreflight(request)) progress.route = kPreflight;
  AddCors(options_.cors, request, response);
  Finalise(request, response);
  Finish(std::move(request), progress, response);
  return response;
}

void App::StartDraining() {
  if (!draining_.exchange(true) && options_.on_drain) options_.on_drain();
}

Response App::Refuse(Request request, int status, std::string_view message) {
  Progress progress = Begin(request);
  progress.route = kRefused;
  Response response = RefusalResponse(status, message, request);
  Finish(std::move(request), progress, response);
  return response;
}

App::Progress App::Begin(Request& request) {
  metrics_.AddInFlight(1);
  const auto now = options_.clock->SteadyNow();
  request.request_id = RequestIdFrom(Header(request, "x-request-id"));
  request.trace_parent = TraceParentFrom(Header(request, "traceparent"));
  request.deadline = now + options_.handler_deadline;
  return {now, kNoRoute};
}

void App::Finish(Request request, const Progress& progress, Response& response) {
  response.headers.emplace("X-Request-Id", request.request_id);
  response.headers.emplace("X-Content-Type-Options", "nosniff");
  if (!response.stream) {
    Report(request, progress, response.status, response.body.size());
    return;
  }
  auto report = std::make_shared<StreamReport>([this, request = std::move(request), progress, status = response.status](
                                                   std::size_t bytes) { Report(request, progress, status, bytes); });
  response.stream = [inner = std::move(response.stream), report = std::move(report)](std::string& out) {
    const std::size_t before = out.size();
    const bool more = inner(out);
    report->bytes += out.size() - before;
    return more;
  };
}

void App::Report(const Request& request, const Progress& progress, int status, std::size_t bytes) {
  const auto duration = options_.clock->SteadyNow() - progress.began;
  metrics_.AddInFlight(-1);
  metrics_.CountRequest(progress.route, request.method, status, duration);
  const LogLevel level = AccessLevel(progress.route);
  if (!IsLogged(level)) return;
  LogLine(level, "request")
      .Add("method", request.method)
      .Add("path", RawPath(request))
      .Add("route", progress.route)
      .Add("status", static_cast<std::uint64_t>(status))
      .Add("durationMs", std::chrono::duration<double, std::milli>(duration).count())
      .Add("bytes", static_cast<std::uint64_t>(bytes))
      .Add("remote", request.remote_address)
      .Add("user", NameOf(request.principal))
      .Add("requestId", request.request_id)
      .Add("traceId", TraceIdOf(request.trace_parent))
      .Write();
}

Response App::Answer(Request& request, std::string_view& route) {
  try {
    if (const auto read = ReadUrl(request); !read) return ErrorResponse(read.error(), request);
    RouteMatch match = router_.Find(request.method, RawPath(request));
    if (match.route != nullptr) route = match.route->record->path;
    request.path_params = std::move(match.params);
    auto response = match.route != nullptr ? Handle(*match.route, request) : Fallback(request, match);
    if (response) return std::move(*response);
    LogFailure(response.error(), request);
    return ErrorResponse(response.error(), request);
  } catch (const std::exception& exception) {
    // The last resort: a library threw where it should not. The caller learns nothing of it, the log everything.
    const Error error{ErrorCode::Internal, "Internal server error", exception.what(), nullptr};
    LogFailure(error, request);
    return ErrorResponse(error, request);
  }
}

Result<Response> App::Handle(const BoundRoute& route, Request& request) {
  if (!route.record->permission.empty() && options_.authenticator) {
    if (route.record->callers == api::Callers::Services) TakeTokenOfQuery(request);
    auto principal = options_.authenticator->Authenticate(request);
    if (!principal) return std::unexpected(principal.error());
    request.principal = std::move(*principal);
    if (auto allowed = CheckAccess(request.principal, *route.record); !allowed) return std::unexpected(allowed.error());
  }
  return route.handler(request);
}

Result<Response> App::Fallback(const Request& request, const RouteMatch& match) {
  if (!match.other_methods.empty()) {
    Response response =
        request.method == "OPTIONS" ? NoContent() : RefusalResponse(405, "The path does not know this method", request);
    std::string allowed = "OPTIONS";
    for (const std::string_view method : match.other_methods) allowed += std::format(", {}", method);
    response.headers.emplace("Allow", allowed);
    return response;
  }
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (options_.fallback && is_read && !request.path.starts_with("/api/")) return options_.fallback(request);
  // Backstage's answer to a path that nobody knows has neither body nor type.
  Response response;
  response.status = 404;
  response.content_type.clear();
  return response;
}

}  // namespace callboard::kit
