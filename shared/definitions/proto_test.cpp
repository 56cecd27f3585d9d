#include "shared/definitions/proto.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::ElementsAre;

constexpr std::string_view kRouteGuide = R"(// Guides along routes.
syntax = "proto3";

// Belongs to nothing.

package routeguide.v1;
import public "google/protobuf/timestamp.proto";
option java_package = "io.example";
option (custom) = { a: 1 b: { c: "}" } };

/* Interface of the
 * server. */
service RouteGuide {
  option deprecated = false;
  // One feature.
  rpc GetFeature(Point) returns (Feature) {}
  rpc ListFeatures(Rectangle) returns (stream Feature); // Streamed
  rpc RecordRoute(stream .routeguide.v1.Point) returns (RouteSummary) {
    option deprecated = true;
    option (google.api.http) = { get: "/v1/{name=a/*}" };
  }
  rpc RouteChat(stream RouteNote) returns (stream RouteNote) {}
}
message Point { int32 latitude = 1; int32 longitude = 2 [deprecated = true, json_name = "lon"]; }
message Feature {
  reserved 4, 6 to 8;
  // The name.
  string name = 1;
  Point location = 2; // Where it is
  map<string, Kind> kinds = 3;
  repeated .routeguide.v1.Point more = 9;
  oneof contact { string email = 10; string phone = 11; }
  enum Kind {
    option allow_alias = true;
    KIND_UNKNOWN = 0; // Not known
    KIND_TREE = -1 [deprecated = true];
  }
  message Inner { optional Kind kind = 1; }
}
)";

ProtoFile Parsed(std::string_view text) {
  auto file = ParseProto(text);
  EXPECT_TRUE(file) << file.error().message;
  return std::move(*file);
}

TEST(Proto, ReadsServices) {
  const ProtoFile file = Parsed(kRouteGuide);
  EXPECT_EQ(file.syntax, "proto3");
  EXPECT_EQ(file.description, "Guides along routes.");
  EXPECT_EQ(file.package, "routeguide.v1");
  EXPECT_THAT(file.imports, ElementsAre("google/protobuf/timestamp.proto"));
  ASSERT_EQ(file.services.size(), 1U);
  const ProtoService& service = file.services[0];
  EXPECT_EQ(service.description, "Interface of the\nserver.");
  ASSERT_EQ(service.methods.size(), 4U);
  EXPECT_EQ(service.methods[0].description, "One feature.");
  EXPECT_FALSE(service.methods[0].streams_response);
  EXPECT_EQ(service.methods[1].description, "Streamed");
  EXPECT_TRUE(service.methods[1].streams_response);
  EXPECT_TRUE(service.methods[2].streams_request);
  EXPECT_TRUE(service.methods[2].deprecated);
  EXPECT_EQ(service.methods[2].request, "routeguide.v1.Point");
  EXPECT_TRUE(service.methods[3].streams_request && service.methods[3].streams_response);
}

TEST(Proto, ReadsMessages) {
  const ProtoFile file = Parsed(kRouteGuide);
  ASSERT_EQ(file.messages.size(), 3U);
  EXPECT_TRUE(file.messages[0].fields.at(1).deprecated);
  const ProtoMessage& feature = file.messages[1];
  ASSERT_EQ(feature.fields.size(), 6U);
  EXPECT_EQ(feature.fields[0].description, "The name.");
  EXPECT_EQ(feature.fields[1].description, "Where it is");
  EXPECT_EQ(feature.fields[2].type, "map<string, Kind>");
  EXPECT_EQ(feature.fields[3].label, "repeated");
  EXPECT_EQ(feature.fields[4].oneof, "contact");
  ASSERT_EQ(file.enums.size(), 1U);
  EXPECT_EQ(file.enums[0].name, "Feature.Kind");
  EXPECT_EQ(file.enums[0].values.at(0).description, "Not known");
  EXPECT_EQ(file.enums[0].values.at(1).number, "-1");
}

TEST(Proto, FindsTypesFromWithin) {
  const ProtoFile file = Parsed(kRouteGuide);
  EXPECT_EQ(FindMessage(file, "routeguide.v1.Point"), file.messages.data());
  EXPECT_EQ(FindMessage(file, "Inner", "Feature")->name, "Feature.Inner");
  EXPECT_EQ(FindEnum(file, "Kind", "Feature.Inner"), file.enums.data());
  EXPECT_EQ(FindMessage(file, "google.protobuf.Timestamp", "Feature"), nullptr);
}

TEST(Proto, ReadsProto2) {
  const ProtoFile file = Parsed(
      "message A { required int32 a = 1 [default = 5]; repeated group Result = 2 { optional string url = 3; }"
      " extensions 100 to max; extend Foo { optional int32 bar = 126; } }");
  EXPECT_EQ(file.syntax, "proto2");
  ASSERT_EQ(file.messages.size(), 2U);
  EXPECT_EQ(file.messages[0].fields.at(0).label, "required");
  EXPECT_EQ(file.messages[0].fields.at(1).type, "Result");
  EXPECT_EQ(file.messages[1].name, "A.Result");
  EXPECT_EQ(file.messages[1].fields.at(0).name, "url");
}

struct BadCase {
  std::string_view text;
  std::string_view message;
};

class BadProto : public testing::TestWithParam<BadCase> {};

TEST_P(BadProto, SaysLineAndWhatWasExpected) {
  const auto file = ParseProto(GetParam().text);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadProto,
    testing::Values(BadCase{"messages A {}",
                            "Line 1: expected a declaration such as message or service, found messages"},
                    BadCase{"message A {\n  string name;\n}", "Line 2: expected =, found ;"},
                    BadCase{"message A {\n", "Line 2: expected }, found the end"},
                    BadCase{"service S { rpc A(B) return (C); }", "Line 1: expected returns, found return"},
                    BadCase{"/* open", "Line 1: the comment has no end: expected */"},
                    BadCase{"option a = 1", "Line 1: expected ; at the end of the statement, found the end"},
                    BadCase{"enum E { A = x; }", "Line 1: expected a number, found x"}));

}  // namespace
}  // namespace callboard::definitions
