#pragma once
// Errors as Backstage's clients know them.

#include <string>
#include <string_view>

#include "functions/kit/http.hpp"

namespace callboard::kit {

/// {"error": {name, message}, "request": {method, url}, "response": {statusCode}}; the url is relative to where the
/// function is mounted, as Backstage's plugins see it.
[[nodiscard]] Response ErrorResponse(const Error& error, const Request& request);

/// The same for statuses that no ErrorCode stands for (405, 408, 414, 431 …).
[[nodiscard]] Response RefusalResponse(int status, std::string_view message, const Request& request);

}  // namespace callboard::kit
