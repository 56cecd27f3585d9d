#include "functions/kit/cloud_event.hpp"

#include <gtest/gtest.h>

namespace callboard::kit {
namespace {

TEST(CloudEventTest, WhatIsSentInBinaryModeIsReadBack) {
  const HttpRequest sent =
      HttpRequestFromCloudEvent({.source = "/a", .type = "t", .subject = "s", .data = {{"x", 1}}}, "http://h/events");
  Request request;
  request.headers = sent.headers;
  request.body = sent.body;
  const auto event = CloudEventFromRequest(request);
  ASSERT_TRUE(event.has_value()) << event.error().message;
  EXPECT_EQ(event->source, "/a");
  EXPECT_EQ(event->type, "t");
  EXPECT_EQ(event->subject, "s");
  EXPECT_EQ(event->data["x"], 1);
  EXPECT_FALSE(event->id.empty());
}

TEST(CloudEventTest, ReadsStructuredMode) {
  Request request;
  request.headers.emplace("Content-Type", "application/cloudevents+json; charset=utf-8");
  request.body = R"({"specversion":"1.0","id":"1","source":"/s","type":"t","data":[1]})";
  EXPECT_EQ(CloudEventFromRequest(request)->data.size(), 1U);
}

TEST(CloudEventTest, NamesTheAttributeThatIsMissing) {
  Request request;
  request.headers = {{"ce-specversion", "1.0"}, {"ce-id", "1"}, {"ce-source", "/s"}};
  EXPECT_EQ(CloudEventFromRequest(request).error().message, "CloudEvents: the attribute type is missing");
  EXPECT_EQ(CloudEventFromRequest({}).error().message, "CloudEvents: expected specversion 1.0, found \"\"");
}

}  // namespace
}  // namespace callboard::kit
