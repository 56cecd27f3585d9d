#include "functions/kit/app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "functions/kit/log.hpp"

namespace callboard::kit {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr api::RouteRecord kEcho{"Echo", "GET",          "/api/things/echo/{word}", "", "",
                                 "",     "Says it back", "/api/things/echo/x"};
constexpr api::RouteRecord kFail{"Fail", "GET", "/api/things/fail", "", "", "", "", ""};
constexpr api::RouteRecord kThrow{"Throw", "GET", "/api/things/throw", "", "", "", "", ""};
constexpr api::RouteRecord kSecret{"Secret", "GET", "/api/things/secret", "thing.read", "", "", "", ""};
constexpr api::RouteRecord kLarge{"Large", "GET", "/api/things/large", "", "", "", "", ""};
constexpr api::RouteRecord kStream{"Stream", "GET", "/api/things/stream", "", "", "", "", ""};
constexpr api::RouteRecord kEmptied{"Emptied", "GET", "/api/things/emptied", "", "", "", "", ""};
constexpr api::RouteRecord kForwarded{"Forwarded", "GET", "/api/things/forwarded", "", "", "", "", ""};

class OnlyAlice : public Authenticator {
 public:
  Result<Principal> Authenticate(const Request& request) override {
    if (Header(request, "authorization") != "Bearer alice")
      return Fail(ErrorCode::Unauthenticated, "Missing credentials");
    return Principal{PrincipalKind::User, "user:default/alice", {}};
  }
};

AppOptions Options() {
  AppOptions options;
  options.routes = {
      {&kEcho,
       [](const Request& request) -> Result<Response> { return JsonResponse({{"word", PathParam(request, "word")}}); }},
      {&kFail,
       [](const Request&) -> Result<Response> { return Fail(ErrorCode::NotFound, "No such thing", "secret detail"); }},
      {&kThrow, [](const Request&) -> Result<Response> { throw std::runtime_error("secret detail"); }},
      {&kSecret, [](const Request& request) -> Result<Response> { return JsonResponse(request.principal.entity_ref); }},
      {&kLarge,
       [](const Request&) -> Result<Response> { return JsonTextResponse("\"" + std::string(5000, 'x') + "\""); }},
      {&kStream,
       [](const Request&) -> Result<Response> {
         Response response;
         response.stream = [](std::string&) { return false; };
         return response;
       }},
      {&kEmptied, [](const Request&) -> Result<Response> { return JsonTextResponse(""); }},
      {&kForwarded,
       [](const Request&) -> Result<Response> {
         Response response;
         response.headers = {{"Content-Length", "123"}, {"ETag", "\"own\""}};
         return response;
       }},
  };
  options.authenticator = std::make_shared<OnlyAlice>();
  return options;
}

Response Get(App& app, std::string url, Headers headers = {}) {
  return app.Dispatch({.method = "GET", .url = std::move(url), .headers = std::move(headers)});
}

std::string HeaderOf(const Response& response, std::string_view name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? "" : found->second;
}

class AppTest : public testing::Test {
 protected:
  AppTest() : app_(Options()) { SetLogLevel(LogLevel::Error); }
  App app_;
};

TEST_F(AppTest, DecodesParametersAndAnswersJson) {
  const auto response = Get(app_, "/api/things/echo/a%2Fb?x=1");
  EXPECT_EQ(response.body, R"({"word":"a/b"})");
  EXPECT_EQ(HeaderOf(response, "x-content-type-options"), "nosniff");
}

TEST_F(AppTest, ErrorsHaveBackstagesShapeAndKeepTheDetail) {
  const auto response = Get(app_, "/api/things/fail?x=1");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(
      response.body,
      R"({"error":{"name":"NotFoundError","message":"No such thing"},"request":{"method":"GET","url":"/fail?x=1"},"response":{"statusCode":404}})");
}

TEST_F(AppTest, AnExceptionIsTheLastResort) {
  const auto response = Get(app_, "/api/things/throw");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
}

TEST_F(AppTest, RoutesWithAPermissionAskWhoCalls) {
  EXPECT_EQ(Get(app_, "/api/things/secret").status, 401);
  EXPECT_EQ(Get(app_, "/api/things/secret", {{"Authorization", "Bearer alice"}}).body, "\"user:default/alice\"");
}

TEST_F(AppTest, UnknownPathsAndMethods) {
  EXPECT_EQ(Get(app_, "/api/things/nope").status, 404);
  EXPECT_THAT(Get(app_, "/api/things/nope").body, IsEmpty());
  const auto wrong_method = app_.Dispatch({.method = "POST", .url = "/api/things/fail"});
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(HeaderOf(wrong_method, "allow"), "OPTIONS, GET");
}

TEST_F(AppTest, AnEtagAnswersNotModified) {
  const auto first = Get(app_, "/api/things/large");
  const std::string etag = HeaderOf(first, "etag");
  ASSERT_THAT(etag, Not(IsEmpty()));
  const auto second = Get(app_, "/api/things/large", {{"If-None-Match", "\"other\", W/" + etag}});
  EXPECT_EQ(second.status, 304);
  EXPECT_THAT(second.body, IsEmpty());
}

TEST_F(AppTest, LargeBodiesAreCompressedAsTheCallerTakesThem) {
  EXPECT_EQ(HeaderOf(Get(app_, "/api/things/large", {{"Accept-Encoding", "gzip, br"}}), "content-encoding"), "br");
  EXPECT_EQ(HeaderOf(Get(app_, "/api/things/large", {{"Accept-Encoding", "gzip;q=1, br;q=0.5"}}), "content-encoding"),
            "gzip");
  EXPECT_EQ(HeaderOf(Get(app_, "/api/things/large"), "content-encoding"), "");
  EXPECT_EQ(HeaderOf(Get(app_, "/api/things/echo/x", {{"Accept-Encoding", "gzip"}}), "content-encoding"), "");
}

TEST_F(AppTest, DotSegmentsAreRefused) {
  for (const std::string_view path : {"/api/things/echo/..", "/api/things/../secret", "/./healthz", "/%2e%2E/x",
                                      "/api/things/echo/a%2f..%2Fb", "/api/things/echo/.%2e?x=1", "/."}) {
    const auto response = Get(app_, std::string(path));
    EXPECT_EQ(response.status, 400) << path;
    EXPECT_THAT(response.body, HasSubstr("\"InputError\"")) << path;
  }
  EXPECT_EQ(Get(app_, "/api/things/echo/..a?x=/../").status, 200);
  EXPECT_EQ(Get(app_, "/api/things/echo/...").status, 200);
}

TEST_F(AppTest, HeadSpeaksOfTheBodyOnlyWhereItIsKnown) {
  const auto head = [&](std::string url) { return app_.Dispatch({.method = "HEAD", .url = std::move(url)}); };
  const auto large = head("/api/things/large");
  EXPECT_EQ(HeaderOf(large, "content-length"), "5002");
  EXPECT_EQ(HeaderOf(large, "etag"), HeaderOf(Get(app_, "/api/things/large"), "etag"));
  for (const std::string url : {"/api/things/stream", "/api/things/emptied"}) {
    EXPECT_EQ(HeaderOf(head(url), "content-length"), "") << url;
    EXPECT_EQ(HeaderOf(head(url), "etag"), "") << url;
  }
  const auto forwarded = head("/api/things/forwarded");
  EXPECT_EQ(forwarded.headers.count("content-length"), 1U);
  EXPECT_EQ(HeaderOf(forwarded, "content-length"), "123");
  EXPECT_EQ(HeaderOf(forwarded, "etag"), "\"own\"");
}

TEST_F(AppTest, RequestIdsAreTakenWhenTheyAreSane) {
  EXPECT_EQ(HeaderOf(Get(app_, "/healthz", {{"X-Request-Id", "abc-1"}}), "x-request-id"), "abc-1");
  EXPECT_NE(HeaderOf(Get(app_, "/healthz", {{"X-Request-Id", "a\"b\n"}}), "x-request-id"), "a\"b\n");
}

TEST_F(AppTest, HealthAndMetricsAndOpenApi) {
  EXPECT_EQ(Get(app_, "/healthz").body, R"({"status":"ok"})");
  EXPECT_EQ(Get(app_, "/readyz").status, 200);
  app_.StartDraining();
  EXPECT_EQ(Get(app_, "/readyz").status, 503);
  EXPECT_EQ(Get(app_, "/healthz").status, 200);
  Get(app_, "/api/things/echo/x");
  EXPECT_THAT(Get(app_, "/metrics").body, HasSubstr("route=\"/api/things/echo/{word}\""));
  EXPECT_THAT(Get(app_, "/openapi.json").body,
              HasSubstr("\"/api/things/echo/{word}\":{\"get\":{\"operationId\":\"Echo\""));
}

TEST(AppCorsTest, OnlyConfiguredOriginsMayCall) {
  SetLogLevel(LogLevel::Error);
  auto options = Options();
  options.cors.origins = {"https://portal.example"};
  App app(std::move(options));
  const auto preflight = app.Dispatch({.method = "OPTIONS",
                                       .url = "/api/things/fail",
                                       .headers = {{"Origin", "https://portal.example"},
                                                   {"Access-Control-Request-Method", "GET"},
                                                   {"Access-Control-Request-Headers", "x-a"}}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(HeaderOf(preflight, "access-control-allow-origin"), "https://portal.example");
  EXPECT_EQ(HeaderOf(preflight, "access-control-allow-headers"), "x-a");
  EXPECT_EQ(HeaderOf(Get(app, "/healthz", {{"Origin", "https://evil.example"}}), "access-control-allow-origin"), "");
}

TEST(AppFallbackTest, PagesAreAskedForPathsOutsideTheApi) {
  SetLogLevel(LogLevel::Error);
  auto options = Options();
  options.fallback = [](const Request&) -> Result<Response> { return JsonTextResponse("page"); };
  App app(std::move(options));
  EXPECT_EQ(Get(app, "/catalog").body, "page");
  EXPECT_EQ(Get(app, "/api/nothing").status, 404);
}

}  // namespace
}  // namespace callboard::kit
