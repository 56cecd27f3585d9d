#include "functions/kit/app_token.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string_view>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

template <auto free>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Signer = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

/// Without padding, with the alphabet for URLs.
std::string Base64Url(std::string_view bytes) {
  std::string text = EncodeBase64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

Key KeyFrom(std::string pem) {
  for (std::size_t at = pem.find("\\n"); at != std::string::npos; at = pem.find("\\n", at)) pem.replace(at, 2, "\n");
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // An encrypted key must not make the library ask the terminal.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr);
}

}  // namespace

Result<std::string> SignAppToken(const Json& claims, std::string private_pem) {
  const Key key = KeyFrom(std::move(private_pem));
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA)
    return Fail(ErrorCode::InvalidInput, "The private key is no RSA key in PEM");
  const std::string text = Base64Url(R"({"alg":"RS256","typ":"JWT"})") + "." + Base64Url(DumpJson(claims));
  const Signer signer(EVP_MD_CTX_new());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_size(key.get())), '\0');
  std::size_t size = signature.size();
  const bool is_signed = signer && EVP_DigestSignInit(signer.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                         EVP_DigestSign(signer.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                        reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
  if (!is_signed) return Fail(ErrorCode::Internal, "A token could not be signed");
  signature.resize(size);
  return text + "." + Base64Url(signature);
}

}  // namespace callboard::kit
