#include "functions/kit/cloud_event.hpp"

#include <format>

#include "functions/kit/trace.hpp"

namespace callboard::kit {
namespace {

Result<CloudEvent> Checked(CloudEvent event, std::string_view version) {
  if (version != "1.0")
    return Fail(ErrorCode::InvalidInput, std::format("CloudEvents: expected specversion 1.0, found \"{}\"", version));
  const std::pair<std::string_view, const std::string&> required[] = {
      {"id", event.id}, {"source", event.source}, {"type", event.type}};
  for (const auto& [name, value] : required) {
    if (value.empty())
      return Fail(ErrorCode::InvalidInput, std::format("CloudEvents: the attribute {} is missing", name));
  }
  return event;
}

Result<CloudEvent> FromStructured(const Request& request) {
  const auto json = JsonBody(request);
  if (!json) return std::unexpected(json.error());
  CloudEvent event;
  event.id = StringMember(*json, "id");
  event.source = StringMember(*json, "source");
  event.type = StringMember(*json, "type");
  event.subject = StringMember(*json, "subject");
  event.time = StringMember(*json, "time");
  if (const Json* const data = FindMember(*json, "data")) event.data = *data;
  return Checked(std::move(event), StringMember(*json, "specversion"));
}

}  // namespace

Result<CloudEvent> CloudEventFromRequest(const Request& request) {
  if (Header(request, "content-type").starts_with("application/cloudevents+json")) return FromStructured(request);
  CloudEvent event;
  event.id = Header(request, "ce-id");
  event.source = Header(request, "ce-source");
  event.type = Header(request, "ce-type");
  event.subject = Header(request, "ce-subject");
  event.time = Header(request, "ce-time");
  if (!request.body.empty()) {
    auto data = JsonBody(request);
    if (!data) return std::unexpected(data.error());
    event.data = std::move(*data);
  }
  return Checked(std::move(event), Header(request, "ce-specversion"));
}

HttpRequest HttpRequestFromCloudEvent(const CloudEvent& event, std::string url) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers.emplace("ce-specversion", "1.0");
  request.headers.emplace("ce-id", event.id.empty() ? NewId() : event.id);
  request.headers.emplace("ce-source", event.source);
  request.headers.emplace("ce-type", event.type);
  if (!event.subject.empty()) request.headers.emplace("ce-subject", event.subject);
  if (!event.time.empty()) request.headers.emplace("ce-time", event.time);
  if (!event.data.is_null()) {
    request.headers.emplace("Content-Type", "application/json");
    request.body = DumpJson(event.data);
  }
  return request;
}

}  // namespace callboard::kit
