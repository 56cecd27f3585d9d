#include "functions/kit/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <format>
#include <iterator>

namespace callboard::kit {
namespace {

std::string HexDigest(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) std::format_to(std::back_inserter(hex), "{:02x}", digest.at(i));
  return hex;
}

}  // namespace

std::string Sha1Hex(std::string_view bytes) {
  return HexDigest(bytes, EVP_sha1());
}

std::string Sha256Hex(std::string_view bytes) {
  return HexDigest(bytes, EVP_sha256());
}

}  // namespace callboard::kit
