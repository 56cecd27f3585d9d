#include "functions/kit/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <format>
#include <iterator>

namespace callboard::kit {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string HexOf(const Digest& digest, unsigned int size) {
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) std::format_to(std::back_inserter(hex), "{:02x}", digest.at(i));
  return hex;
}

std::string HexDigest(std::string_view bytes, const EVP_MD* algorithm) {
  Digest digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr);
  return HexOf(digest, size);
}

}  // namespace

std::string Sha1Hex(std::string_view bytes) {
  return HexDigest(bytes, EVP_sha1());
}

std::string Sha256Hex(std::string_view bytes) {
  return HexDigest(bytes, EVP_sha256());
}

std::string HmacSha256Hex(std::string_view key, std::string_view bytes) {
  Digest digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), digest.data(), &size);
  return HexOf(digest, size);
}

bool IsSameSecret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace callboard::kit
