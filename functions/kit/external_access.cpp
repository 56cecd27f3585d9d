#include "functions/kit/external_access.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <format>
#include <map>

#include "functions/kit/digest.hpp"
#include "functions/kit/http.hpp"
#include "functions/kit/jwt.hpp"
#include "functions/kit/key_set_cache.hpp"
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

Result<ExternalToken> StaticFrom(const Json& options, const std::string& key) {
  ExternalToken token{.secret = std::string(StringMember(options, "token")),
                      .subject = std::string(StringMember(options, "subject"))};
  if (!IsWord(token.secret) || token.secret.size() < kMinTokenLength)
    return Unusable(key + ".token", std::format("expected at least {} characters without spaces", kMinTokenLength));
  if (!IsWord(token.subject)) return Unusable(key + ".subject", "expected a text without spaces");
  return token;
}

Result<ExternalToken> LegacyFrom(const Json& options, std::string_view subject, const std::string& key) {
  ExternalToken token{.type = ExternalTokenType::Legacy, .subject = std::string(subject)};
  if (!DecodeBase64(StringMember(options, "secret"), token.secret) || token.secret.empty())
    return Unusable(key + ".secret", "expected a text in base64");
  if (!IsWord(token.subject)) return Unusable(key + ".subject", "expected a text without spaces");
  return token;
}

Result<ExternalToken> JwksFrom(const Json& options, const std::string& key) {
  const std::string prefix(StringMember(options, "subjectPrefix"));
  ExternalToken token{.type = ExternalTokenType::Jwks,
                      .subject = prefix.empty() ? "external:" : std::format("external:{}:", prefix)};
  token.jwks.url = StringMember(options, "url");
  if (!IsWord(token.jwks.url)) return Unusable(key + ".url", "expected a URL");
  auto issuers = WordsFrom(FindMember(options, "issuer"), key + ".issuer");
  auto audiences = WordsFrom(FindMember(options, "audience"), key + ".audience");
  const auto algorithms = WordsFrom(FindMember(options, "algorithm"), key + ".algorithm");
  if (!issuers) return std::unexpected(issuers.error());
  if (!audiences) return std::unexpected(audiences.error());
  if (!algorithms) return std::unexpected(algorithms.error());
  token.jwks.issuers = std::move(*issuers);
  token.jwks.audiences = std::move(*audiences);
  for (const std::string& name : *algorithms) {
    if (name != "ES256" && name != "RS256") return Unusable(key + ".algorithm", "expected ES256 or RS256");
    token.jwks.algorithms.push_back(name == "ES256" ? TokenAlgorithm::Es256 : TokenAlgorithm::Rs256);
  }
  if (algorithms->empty()) token.jwks.algorithms = {TokenAlgorithm::Es256, TokenAlgorithm::Rs256};
  return token;
}

/// `old` entries have neither type nor subject.
Result<ExternalToken> TokenFrom(const Json& entry, const std::string& key, bool old) {
  const Json none = Json::object();
  const Json* const options = FindMember(entry, "options");
  const Json& given = options != nullptr ? *options : none;
  const std::string options_key = key + ".options";
  const std::string_view type = old ? "" : StringMember(entry, "type");
  auto token = old                ? LegacyFrom(entry, kOldSubject, key)
               : type == "static" ? StaticFrom(given, options_key)
               : type == "legacy" ? LegacyFrom(given, StringMember(given, "subject"), options_key)
               : type == "jwks"   ? JwksFrom(given, options_key)
                                  : Unusable(key + ".type", "expected static, legacy or jwks");
  if (!token) return token;
  auto restrictions = RestrictionsFrom(entry, key + ".accessRestrictions");
  if (!restrictions) return std::unexpected(restrictions.error());
  token->restrictions = std::move(*restrictions);
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

/// A claim that is a text, or a list of them, names one of `wanted`.
bool Names(const Json& claims, std::string_view claim, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const Json* const value = FindMember(claims, claim);
  if (value == nullptr) return false;
  return std::ranges::any_of(value->is_array() ? *value : Json::array({*value}), [&](const Json& item) {
    return item.is_string() && std::ranges::contains(wanted, item.get<std::string>());
  });
}

/// Services by tokens that somebody else signs.
class JwksVerifier {
 public:
  JwksVerifier(ExternalToken token, const std::shared_ptr<Clock>& clock, std::shared_ptr<HttpClient> client)
      : token_(std::move(token)), clock_(clock), keys_(KeySetAt(token_.jwks.url, std::move(client)), clock) {}

  Result<Principal> Verify(const std::string& text) {
    const auto key_id = KeyIdOfToken(text);
    if (!key_id) return std::unexpected(key_id.error());
    const auto public_pem = keys_.PublicPem(*key_id);
    if (!public_pem) return std::unexpected(public_pem.error());
    for (const TokenAlgorithm algorithm : token_.jwks.algorithms) {
      const auto claims = VerifyToken(text, *public_pem, clock_->SystemNow(), algorithm);
      if (claims && IsMeant(*claims))
        return Principal{.kind = PrincipalKind::Service,
                         .subject = token_.subject + std::string(StringMember(*claims, "sub")),
                         .restrictions = token_.restrictions};
    }
    return Fail(ErrorCode::Unauthenticated, "Illegal token");
  }

 private:
  [[nodiscard]] bool IsMeant(const Json& claims) const {
    const Json* const not_before = FindMember(claims, "nbf");
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock_->SystemNow().time_since_epoch()).count();
    const bool has_begun =
        not_before == nullptr || (not_before->is_number() && not_before->get<double>() <= static_cast<double>(now));
    return has_begun && !StringMember(claims, "sub").empty() && Names(claims, "iss", token_.jwks.issuers) &&
           Names(claims, "aud", token_.jwks.audiences);
  }

  ExternalToken token_;
  std::shared_ptr<Clock> clock_;
  KeySetCache keys_;
};

class ExternalAccessAuthenticator : public Authenticator {
 public:
  ExternalAccessAuthenticator(std::shared_ptr<Authenticator> inner, std::vector<ExternalToken> tokens,
                              std::shared_ptr<Clock> clock, const std::shared_ptr<HttpClient>& client)
      : inner_(std::move(inner)), clock_(std::move(clock)) {
    for (ExternalToken& token : tokens) {
      if (token.type == ExternalTokenType::Jwks)
        jwks_.push_back(std::make_unique<JwksVerifier>(std::move(token), clock_, client));
      else if (token.type == ExternalTokenType::Legacy)
        legacy_.push_back(std::move(token));
      else
        by_digest_.emplace(Sha256Hex(token.secret), std::move(token));
    }
  }

  Result<Principal> Authenticate(const Request& request) override {
    const std::string_view header = Header(request, "authorization");
    if (header.size() <= kBearer.size() || !EqualsIgnoringCase(header.substr(0, kBearer.size()), kBearer))
      return inner_->Authenticate(request);
    const std::string text(TrimSpace(header.substr(kBearer.size())));
    if (const ExternalToken* const known = Find(text))
      return Principal{.kind = PrincipalKind::Service, .subject = known->subject, .restrictions = known->restrictions};
    auto user = inner_->Authenticate(request);
    if (user) return user;
    for (const auto& verifier : jwks_) {
      if (auto service = verifier->Verify(text)) return service;
    }
    return user;
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
  std::vector<std::unique_ptr<JwksVerifier>> jwks_;
};

}  // namespace

Result<std::vector<ExternalToken>> ExternalAccessFrom(const Config& config) {
  std::vector<ExternalToken> tokens;
  if (auto added = AppendTokens(config, kKey, false, tokens); !added) return std::unexpected(added.error());
  if (auto added = AppendTokens(config, kOldKey, true, tokens); !added) return std::unexpected(added.error());
  return tokens;
}

std::shared_ptr<Authenticator> WithExternalAccess(std::shared_ptr<Authenticator> inner,
                                                  std::vector<ExternalToken> tokens, std::shared_ptr<Clock> clock,
                                                  std::shared_ptr<HttpClient> client) {
  return std::make_shared<ExternalAccessAuthenticator>(std::move(inner), std::move(tokens), std::move(clock), client);
}

std::string RandomToken() {
  std::array<unsigned char, kRandomBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return Sha256Hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace callboard::kit
