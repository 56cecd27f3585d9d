#include "shared/definitions/asyncapi.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::HasSubstr;

constexpr std::string_view kStreetlights2 = R"(asyncapi: 2.6.0
info: { title: Streetlights, version: 1.0.0, description: Turns lights on and off }
defaultContentType: application/json
servers:
  mosquitto: { url: 'mqtt://test.example.com', protocol: mqtt, description: Test broker }
channels:
  light/{lightId}/measured:
    description: What was measured
    parameters:
      lightId: { $ref: '#/components/parameters/lightId' }
    publish:
      operationId: receiveMeasurement
      summary: Inform about the light
      message: { $ref: '#/components/messages/measured' }
  light/{lightId}/turn:
    subscribe:
      operationId: turn
      message:
        oneOf: [{ $ref: '#/components/messages/turnOn' }, { name: off, payload: { type: object } }]
components:
  parameters: { lightId: { description: The id of the light, schema: { type: string } } }
  messages:
    measured:
      title: Measured
      payload: { $ref: '#/components/schemas/lightMeasured' }
      examples: [{ payload: { lumens: 3 } }]
    turnOn: { payload: { type: object } }
  schemas:
    lightMeasured: { type: object, properties: { lumens: { type: integer, minimum: 0 } } }
)";

constexpr std::string_view kStreetlights3 = R"(asyncapi: 3.0.0
info: { title: Streetlights, version: 2.0.0 }
servers: { kafka: { host: 'kafka.example.com:9092', pathname: /a, protocol: kafka } }
channels:
  measured:
    address: light.measured
    title: Measurements
    messages: { measured: { name: Measured, payload: { schemaFormat: application/schema+json, schema: { type: string } } } }
  unused: { messages: {} }
operations:
  receive:
    action: receive
    channel: { $ref: '#/channels/measured' }
  lost: { action: send, channel: { $ref: '#/channels/gone' } }
)";

AsyncApi Parsed(std::string_view text) {
  auto api = ParseAsyncApi(text);
  EXPECT_TRUE(api) << api.error().message;
  return std::move(*api);
}

TEST(AsyncApi2, ReadsChannelsAsOperations) {
  const AsyncApi api = Parsed(kStreetlights2);
  EXPECT_EQ(api.specification, "AsyncAPI 2.6.0");
  ASSERT_EQ(api.servers.size(), 1U);
  EXPECT_EQ(api.servers[0].address, "mqtt://test.example.com");
  ASSERT_EQ(api.operations.size(), 2U);
  const AsyncOperation& receive = api.operations[0];
  EXPECT_EQ(receive.action, "publish");
  EXPECT_EQ(receive.channel, "light/{lightId}/measured");
  EXPECT_EQ(receive.description, "What was measured");
  EXPECT_EQ(receive.parameters.at(0).description, "The id of the light");
  ASSERT_EQ(receive.messages.size(), 1U);
  EXPECT_EQ(receive.messages[0].name, "measured");
  EXPECT_EQ(receive.messages[0].content_type, "application/json");
  EXPECT_THAT(receive.messages[0].example, HasSubstr("\"lumens\": 3"));
  ASSERT_EQ(api.operations[1].messages.size(), 2U);
  EXPECT_EQ(api.operations[1].messages[0].name, "turnOn");
  EXPECT_EQ(api.operations[1].messages[1].name, "off");
}

TEST(AsyncApi3, ReadsOperationsAndChannelsWithoutOne) {
  const AsyncApi api = Parsed(kStreetlights3);
  EXPECT_EQ(api.servers.at(0).address, "kafka.example.com:9092/a");
  ASSERT_EQ(api.operations.size(), 3U);
  EXPECT_EQ(api.operations[0].id, "receive");
  EXPECT_EQ(api.operations[0].channel, "light.measured");
  EXPECT_EQ(api.operations[0].summary, "Measurements");
  ASSERT_EQ(api.operations[0].messages.size(), 1U) << "all of the channel";
  ASSERT_NE(api.operations[0].messages[0].payload, nullptr);
  EXPECT_EQ(DumpJson(*api.operations[0].messages[0].payload), R"({"type":"string"})");
  EXPECT_EQ(api.operations[1].channel, "gone");
  EXPECT_EQ(api.operations[2].action, "");
  EXPECT_EQ(api.operations[2].channel, "unused");
}

TEST(AsyncApi, SaysWhatWasExpected) {
  EXPECT_THAT(ParseAsyncApi("openapi: 3.0.0").error().message, HasSubstr("no key \"asyncapi\""));
  EXPECT_THAT(ParseAsyncApi("asyncapi: 1.2.0").error().message, HasSubstr("expected 2 or 3"));
}

}  // namespace
}  // namespace callboard::definitions
