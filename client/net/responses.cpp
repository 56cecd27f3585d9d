#include "client/net/responses.hpp"

#include <format>

namespace callboard::net {
namespace {

constexpr double kDefaultExpirySecs = 3600;

std::vector<std::string> StringsAt(const Json& json, std::string_view key) {
  std::vector<std::string> strings;
  const Json* const list = FindMember(json, key);
  if (list == nullptr || !list->is_array()) return strings;
  for (const Json& item : *list) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

const Json& ObjectAt(const Json& json, std::string_view key) {
  static const Json kEmpty = Json::object();
  const Json* const member = FindMember(json, key);
  return member == nullptr ? kEmpty : *member;
}

}  // namespace

Result<SignInAnswer> SignInAnswerFromJson(const Json& json) {
  const Json& signed_in = ObjectAt(json, "backstageIdentity");
  const Json& identity = ObjectAt(signed_in, "identity");
  SignInAnswer answer;
  answer.token = StringMember(signed_in, "token");
  answer.user_ref = StringMember(identity, "userEntityRef");
  answer.ownership_refs = StringsAt(identity, "ownershipEntityRefs");
  answer.display_name = StringMember(ObjectAt(json, "profile"), "displayName");
  const Json& expiry = ObjectAt(signed_in, "expiresInSeconds");
  answer.expires_in_secs = expiry.is_number() ? expiry.get<double>() : kDefaultExpirySecs;
  if (answer.token.empty())
    return Fail(ErrorCode::InvalidInput, "The answer to the sign-in has no backstageIdentity.token");
  if (answer.user_ref.empty()) {
    return Fail(ErrorCode::InvalidInput, "The answer to the sign-in has no backstageIdentity.identity.userEntityRef");
  }
  return answer;
}

PortalConfig PortalConfigFromJson(const Json& json) {
  PortalConfig config;
  const Json& app = ObjectAt(json, "app");
  config.title = StringMember(app, "title");
  config.version = StringMember(app, "version");
  config.organization = StringMember(ObjectAt(json, "organization"), "name");
  config.providers = StringsAt(ObjectAt(json, "auth"), "providers");
  if (const Json* const links = FindMember(app, "quickLinks"); links != nullptr && links->is_array()) {
    for (const Json& link : *links)
      config.quick_links.push_back({std::string(StringMember(link, "title")), std::string(StringMember(link, "url"))});
  }
  if (config.title.empty()) config.title = config.organization.empty() ? "Callboard" : config.organization;
  return config;
}

Error ErrorFromAnswer(int status, std::string_view body, std::string_view request_id) {
  Error error{ErrorCodeFromHttpStatus(status), std::format("The server answered with status {}", status),
              std::string(request_id), nullptr};
  const auto json = ParseJson(body);
  if (!json) return error;
  const std::string_view message = StringMember(ObjectAt(*json, "error"), "message");
  if (!message.empty()) error.message = message;
  return error;
}

}  // namespace callboard::net
