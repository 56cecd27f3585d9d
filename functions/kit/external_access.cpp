#include "functions/kit/external_access.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <optional>

#include "functions/kit/digest.hpp"
#include "functions/kit/http.hpp"
#include "functions/kit/jwt.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kKey = "backend.auth.externalAccess";
constexpr std::string_view kOldKey = "backend.auth.keys";
constexpr std::string_view kOldSubject = "external:backstage-plugin";
constexpr std::string_view kLegacySubject = "backstage-server";
constexpr std::string_view kBearer = "bearer ";
constexpr std::size_t kMinTokenLength = 8;
constexpr std::size_t kRandomBytes = 32;
constexpr std::array<std::string_view, 4> kActions = {"create", "read", "update", "delete"};

std::unexpected<Error> Unusable(std::string_view key, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: {}", key, reason));
}

bool IsWord(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

/// A list, or a text in which spaces and commas divide.
Result<std::vector<std::string>> WordsFrom(const Json* json, const std::string& key) {
  std::vector<std::string> words;
  if (json == nullptr || json->is_null()) return words;
  for (const Json& item : json->is_array() ? *json : Json::array({*json})) {
    if (!item.is_string()) return Unusable(key, "expected a text, or a list of texts");
    std::string text = item.get<std::string>();
    std::ranges::replace(text, ',', ' ');
    for (const std::string_view word : Split(text, ' ')) {
      if (!word.empty()) words.emplace_back(word);
    }
  }
  return words;
}

Result<PluginAccess> PluginAccessFrom(const Json& json, const std::string& key) {
  for (const auto& member : json.items()) {
    if (member.key() != "plugin" && member.key() != "permission" && member.key() != "permissionAttribute")
      return Unusable(
          key, std::format("unknown key '{}', expected plugin, permission or permissionAttribute", member.key()));
  }
  PluginAccess access;
  auto permissions = WordsFrom(FindMember(json, "permission"), key + ".permission");
  if (!permissions) return std::unexpected(permissions.error());
  access.permissions = std::move(*permissions);
  const Json* const attribute = FindMember(json, "permissionAttribute");
  if (attribute == nullptr) return access;
  auto actions = WordsFrom(FindMember(*attribute, "action"), key + ".permissionAttribute.action");
  if (!actions) return std::unexpected(actions.error());
  if (actions->empty() || attribute->size() != 1)
    return Unusable(key + ".permissionAttribute", "expected action, and nothing else");
  for (const std::string& action : *actions) {
    if (std::ranges::find(kActions, action) == kActions.end())
      return Unusable(key + ".permissionAttribute.action", "expected create, read, update or delete");
  }
  access.actions = std::move(*actions);
  return access;
}

Result<std::shared_ptr<const AccessRestrictions>> RestrictionsFrom(const Json& entry, const std::string& key) {
  const Json* const list = FindMember(entry, "accessRestrictions");
  if (list == nullptr || list->is_null()) return nullptr;
  if (!list->is_array()) return Unusable(key, "expected a list");
  if (list->empty()) return nullptr;
  auto restrictions = std::make_shared<AccessRestrictions>();
  for (const Json& item : *list) {
    const std::string plugin(StringMember(item, "plugin"));
    if (plugin.empty()) return Unusable(key, "expected a plugin in every entry");
    auto access = PluginAccessFrom(item, key);
    if (!access) return std::unexpected(access.error());
    if (!restrictions->emplace(plugin, std::move(*access)).second)
      return Unusable(key, std::format("the plugin '{}' is restricted twice", plugin));
  }
  return restrictions;
}

/// `old` entries have neither type nor subject.
Result<ExternalToken> TokenFrom(const Json& entry, const std::string& key, bool old) {
  const std::string_view type = old ? "legacy" : StringMember(entry, "type");
  if (type != "static" && type != "legacy") return Unusable(key + ".type", "expected static or legacy");
  static const Json kNone = Json::object();
  const Json* const options = old ? &entry : FindMember(entry, "options");
  const Json& given = options != nullptr ? *options : kNone;
  const std::string options_key = old ? key : key + ".options";
  ExternalToken token;
  token.subject = old ? kOldSubject : StringMember(given, "subject");
  if (!IsWord(token.subject)) return Unusable(options_key + ".subject", "expected a text without spaces");
  if (type == "static") {
    token.secret = StringMember(given, "token");
    if (!IsWord(token.secret) || token.secret.size() < kMinTokenLength)
      return Unusable(options_key + ".token",
                      std::format("expected at least {} characters without spaces", kMinTokenLength));
  } else {
    token.type = ExternalTokenType::Legacy;
    if (!DecodeBase64(StringMember(given, "secret"), token.secret) || token.secret.empty())
      return Unusable(options_key + ".secret", "expected a text in base64");
  }
  auto restrictions = RestrictionsFrom(entry, key + ".accessRestrictions");
  if (!restrictions) return std::unexpected(restrictions.error());
  token.restrictions = std::move(*restrictions);
  return token;
}

Status AppendTokens(const Config& config, std::string_view key, bool old, std::vector<ExternalToken>& tokens) {
  const Json* const list = config.Find(key);
  if (list == nullptr || list->is_null()) return {};
  if (!list->is_array()) return Unusable(key, "expected a list");
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto token = TokenFrom((*list)[i], std::format("{}.{}", key, i), old);
    if (!token) return std::unexpected(token.error());
    tokens.push_back(std::move(*token));
  }
  return {};
}

class ExternalAccessAuthenticator : public Authenticator {
 public:
  ExternalAccessAuthenticator(std::shared_ptr<Authenticator> inner, std::vector<ExternalToken> tokens,
                              std::shared_ptr<Clock> clock)
      : inner_(std::move(inner)), clock_(std::move(clock)) {
    for (ExternalToken& token : tokens) {
      if (token.type == ExternalTokenType::Legacy)
        legacy_.push_back(std::move(token));
      else
        by_digest_.emplace(Sha256Hex(token.secret), std::move(token));
    }
  }

  Result<Principal> Authenticate(const Request& request) override {
    const std::string_view header = Header(request, "authorization");
    if (header.size() > kBearer.size() && EqualsIgnoringCase(header.substr(0, kBearer.size()), kBearer)) {
      if (const ExternalToken* const known = Find(std::string(TrimSpace(header.substr(kBearer.size())))))
        return Principal{
            .kind = PrincipalKind::Service, .subject = known->subject, .restrictions = known->restrictions};
    }
    return inner_->Authenticate(request);
  }

 private:
  /// Digests are compared and not tokens: how long that takes says nothing about a token.
  [[nodiscard]] const ExternalToken* Find(const std::string& text) const {
    const auto known = by_digest_.find(Sha256Hex(text));
    if (known != by_digest_.end()) return &known->second;
    for (const ExternalToken& token : legacy_) {
      const auto claims = VerifySharedSecretToken(text, token.secret, clock_->SystemNow());
      if (claims && StringMember(*claims, "sub") == kLegacySubject && FindMember(*claims, "aud") == nullptr)
        return &token;
    }
    return nullptr;
  }

  std::shared_ptr<Authenticator> inner_;
  std::shared_ptr<Clock> clock_;
  std::map<std::string, ExternalToken> by_digest_;
  std::vector<ExternalToken> legacy_;
};

}  // namespace

Result<std::vector<ExternalToken>> ExternalAccessFrom(const Config& config) {
  std::vector<ExternalToken> tokens;
  if (auto added = AppendTokens(config, kKey, false, tokens); !added) return std::unexpected(added.error());
  if (auto added = AppendTokens(config, kOldKey, true, tokens); !added) return std::unexpected(added.error());
  return tokens;
}

std::shared_ptr<Authenticator> WithExternalAccess(std::shared_ptr<Authenticator> inner,
                                                  std::vector<ExternalToken> tokens, std::shared_ptr<Clock> clock) {
  return std::make_shared<ExternalAccessAuthenticator>(std::move(inner), std::move(tokens), std::move(clock));
}

std::string RandomToken() {
  std::array<unsigned char, kRandomBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return Sha256Hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace callboard::kit
