#include "functions/catalog/providers/scm_location.hpp"

#include <format>
#include <iterator>

#include "functions/catalog/location.hpp"

namespace callboard::catalog {

std::string WithoutLeadingSlash(std::string_view path) {
  return std::string(path.starts_with('/') ? path.substr(1) : path);
}

std::string PathInUrl(std::string_view path) {
  std::string text;
  for (const char c : path) {
    if (static_cast<unsigned char>(c) <= ' ' || std::string_view("#%\"<>\\^`|").contains(c)) {
      std::format_to(std::back_inserter(text), "%{:02X}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return text;
}

UnprocessedEntity LocationAt(std::string_view url, std::string_view presence, std::string_view location_key) {
  UnprocessedEntity unprocessed{EntityForLocation({"url", std::string(url)}), std::string(location_key), 0};
  unprocessed.entity.document["spec"]["presence"] = presence;
  return unprocessed;
}

}  // namespace callboard::catalog
