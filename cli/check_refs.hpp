#pragma once
// Whether a catalog knows what descriptor files refer to.

#include <string>

#include "cli/check_files.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::cli {

/// A portal, and the token to show to it ("": none).
struct Remote {
  std::string url;
  std::string token;
};

/// A request with JSON to a path of the portal, to be answered within two minutes.
[[nodiscard]] kit::HttpRequest JsonRequest(const Remote& remote, std::string method, const std::string& path,
                                           const Json& body);

/// What an answer that is no success says, for people.
[[nodiscard]] std::string DescribeRefusal(const kit::HttpAnswer& answer);

/// Adds a warning for each ref in `spec` that neither the files nor the catalog know: owners, systems, dependencies.
/// Unavailable when the catalog does not answer, Forbidden when it refuses to.
[[nodiscard]] Status CheckRefs(CheckedFiles& checked, kit::HttpClient& client, const Remote& remote);

}  // namespace callboard::cli
