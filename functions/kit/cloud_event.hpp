#pragma once
// CloudEvents 1.0 over HTTP. Source: the CloudEvents HTTP protocol binding.

#include <string>

#include "functions/kit/http_client.hpp"

namespace callboard::kit {

struct CloudEvent {
  std::string id;  // filled in when it is sent without one
  std::string source;
  std::string type;
  std::string subject;
  std::string time;  // RFC 3339
  Json data;         // null when there is none
};

/// Binary mode (ce-… headers) and structured mode (application/cloudevents+json). InvalidInput names the attribute that
/// is missing.
[[nodiscard]] Result<CloudEvent> CloudEventFromRequest(const Request& request);

/// A POST in binary mode. The caller sets the deadline.
[[nodiscard]] HttpRequest HttpRequestFromCloudEvent(const CloudEvent& event, std::string url);

}  // namespace callboard::kit
