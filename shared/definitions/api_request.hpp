#pragma once
// One request to an API, made from an operation and what somebody filled in.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/definitions/openapi.hpp"

namespace callboard::definitions {

struct ApiInput {
  std::string server;                         // a whole URL
  std::map<std::string, std::string> values;  // by ParameterKey; empty ones are not sent
  std::string media_type;                     // of the body
  std::string body;
};

struct ApiRequest {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// "query/limit".
[[nodiscard]] std::string ParameterKey(const ApiParameter& parameter);

/// InvalidInput names the server that is no address, or the parameter that the path needs.
[[nodiscard]] Result<ApiRequest> MakeRequest(const ApiOperation& operation, const ApiInput& input);

/// The request as a command for a POSIX shell.
[[nodiscard]] std::string CurlOf(const ApiRequest& request);

}  // namespace callboard::definitions
