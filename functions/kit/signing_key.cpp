#include "functions/kit/signing_key.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <string_view>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::size_t kCoordinateBytes = 32;
constexpr unsigned char kUncompressedPoint = 4;
constexpr int kMinRsaBits = 2048;
constexpr std::size_t kMaxRsaBytes = 1024;

template <typename T, void (*kFree)(T*)>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
void FreeBio(BIO* bio) {
  BIO_free(bio);
}
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO, FreeBio>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BIGNUM, BN_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM, OSSL_PARAM_free>>;

std::string TextOf(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string PublicPemOf(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key);
  return TextOf(bio);
}

/// RFC 7515: base64 with the URL alphabet and no padding.
std::string EncodeBase64Url(std::string_view bytes) {
  std::string text = EncodeBase64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

/// The PEM of a public key of `type` with the parameters of `builder`.
Result<std::string> PublicPemFromParams(const char* type, const ParamBuilder& builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return Fail(ErrorCode::InvalidInput, "the JSON Web Key is not a key of its type");
  }
  const Key key(made);
  return PublicPemOf(key.get());
}

Result<std::string> EcPemFromJwk(const Json& jwk) {
  std::string x;
  std::string y;
  if (StringMember(jwk, "crv") != "P-256" || !DecodeBase64(StringMember(jwk, "x"), x) ||
      !DecodeBase64(StringMember(jwk, "y"), y) || x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
    return Fail(ErrorCode::InvalidInput, "expected a JSON Web Key of type EC on the curve P-256");
  }
  const std::string point = static_cast<char>(kUncompressedPoint) + x + y;
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return PublicPemFromParams("EC", builder);
}

Number NumberFrom(std::string_view base64) {
  std::string bytes;
  if (!DecodeBase64(base64, bytes) || bytes.empty() || bytes.size() > kMaxRsaBytes) return nullptr;
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Result<std::string> RsaPemFromJwk(const Json& jwk) {
  const Number modulus = NumberFrom(StringMember(jwk, "n"));
  const Number exponent = NumberFrom(StringMember(jwk, "e"));
  if (!modulus || !exponent || BN_num_bits(modulus.get()) < kMinRsaBits)
    return Fail(ErrorCode::InvalidInput, "expected a JSON Web Key of type RSA with at least 2048 bits");
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return PublicPemFromParams("RSA", builder);
}

}  // namespace

Result<SigningKey> GenerateSigningKey(std::string id) {
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return Fail(ErrorCode::Internal, "A signing key could not be made");
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return SigningKey{std::move(id), TextOf(bio), PublicPemOf(key.get())};
}

Result<Json> JwkFromPublicPem(const std::string& public_pem, std::string_view id) {
  const Bio bio(BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size())));
  const Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  std::array<unsigned char, 1 + 2 * kCoordinateBytes> point{};
  std::size_t size = 0;
  if (!key ||
      EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) != 1 ||
      size != point.size()) {
    return Fail(ErrorCode::Internal, "A stored signing key is not an EC P-256 key");
  }
  const std::string_view bytes(reinterpret_cast<const char*>(point.data()), point.size());
  return Json{{"kty", "EC"},
              {"x", EncodeBase64Url(bytes.substr(1, kCoordinateBytes))},
              {"y", EncodeBase64Url(bytes.substr(1 + kCoordinateBytes))},
              {"crv", "P-256"},
              {"kid", id},
              {"alg", "ES256"}};
}

Result<std::string> PublicPemFromJwk(const Json& jwk) {
  if (StringMember(jwk, "kty") == "RSA") return RsaPemFromJwk(jwk);
  if (StringMember(jwk, "kty") == "EC") return EcPemFromJwk(jwk);
  return Fail(ErrorCode::InvalidInput, "expected a JSON Web Key of type EC or RSA");
}

}  // namespace callboard::kit
