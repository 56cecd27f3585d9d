#include "functions/kit/jwt.hpp"

#include <jwt.h>

#include <cstdlib>
#include <memory>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

struct FreeToken {
  void operator()(jwt_t* token) const { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using CText = std::unique_ptr<char, FreeText>;

const unsigned char* BytesOf(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.c_str());
}

std::unexpected<Error> Illegal() {
  return Fail(ErrorCode::Unauthenticated, "Illegal token");
}

/// The algorithm is the verifier's choice: a token that names another one could use the public key as a shared secret.
Result<Json> Decode(const std::string& token, const std::string& key, jwt_alg_t algorithm) {
  jwt_t* decoded = nullptr;
  const int failed = jwt_decode(&decoded, token.c_str(), BytesOf(key), static_cast<int>(key.size()));
  const Token owner(decoded);
  if (failed != 0 || jwt_get_alg(decoded) != algorithm) return Illegal();
  const CText text(jwt_get_grants_json(decoded, nullptr));
  auto claims = text ? ParseJson(text.get()) : Illegal();
  return claims ? std::move(claims) : Illegal();
}

Result<Json> Unexpired(Json claims, std::chrono::system_clock::time_point now) {
  const Json* const expires = FindMember(claims, "exp");
  if (expires == nullptr) return claims;
  if (!expires->is_number_integer()) return Illegal();
  const std::chrono::system_clock::time_point expiry{std::chrono::seconds(expires->get<long long>())};
  if (now >= expiry) return Fail(ErrorCode::Unauthenticated, "The token has expired");
  return claims;
}

}  // namespace

Result<std::string> SignToken(const Json& claims, std::string_view type, const SigningKey& key) {
  jwt_t* made = nullptr;
  if (jwt_new(&made) != 0) return Fail(ErrorCode::Internal, "A token could not be made");
  const Token token(made);
  const bool prepared =
      jwt_add_header(made, "typ", std::string(type).c_str()) == 0 && jwt_add_header(made, "kid", key.id.c_str()) == 0 &&
      jwt_add_grants_json(made, DumpJson(claims).c_str()) == 0 &&
      jwt_set_alg(made, JWT_ALG_ES256, BytesOf(key.private_pem), static_cast<int>(key.private_pem.size())) == 0;
  const CText text(prepared ? jwt_encode_str(made) : nullptr);
  if (!text) return Fail(ErrorCode::Internal, "A token could not be signed");
  return std::string(text.get());
}

Result<std::string> KeyIdOfToken(const std::string& token) {
  const auto parts = Split(token, '.');
  std::string bytes;
  if (parts.size() != 3 || !DecodeBase64(parts[0], bytes)) return Illegal();
  const auto header = ParseJson(bytes);
  if (!header || StringMember(*header, "kid").empty()) return Illegal();
  return std::string(StringMember(*header, "kid"));
}

Result<Json> VerifyToken(const std::string& token, const std::string& public_pem,
                         std::chrono::system_clock::time_point now, TokenAlgorithm algorithm) {
  auto claims = Decode(token, public_pem, algorithm == TokenAlgorithm::Es256 ? JWT_ALG_ES256 : JWT_ALG_RS256);
  if (!claims) return claims;
  if (FindMember(*claims, "exp") == nullptr) return Illegal();
  return Unexpired(std::move(*claims), now);
}

Result<Json> VerifySharedSecretToken(const std::string& token, const std::string& secret,
                                     std::chrono::system_clock::time_point now) {
  auto claims = Decode(token, secret, JWT_ALG_HS256);
  return claims ? Unexpired(std::move(*claims), now) : claims;
}

}  // namespace callboard::kit
