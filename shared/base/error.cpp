#include "shared/base/error.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callboard {
namespace {

constexpr std::array kTraits = {
    ErrorTraits{ErrorCode::InvalidInput, 400, "InputError", LogLevel::Info, "circle-alert"},
    ErrorTraits{ErrorCode::Unauthenticated, 401, "AuthenticationError", LogLevel::Info, "lock"},
    ErrorTraits{ErrorCode::Forbidden, 403, "NotAllowedError", LogLevel::Info, "ban"},
    ErrorTraits{ErrorCode::NotFound, 404, "NotFoundError", LogLevel::Info, "search-x"},
    ErrorTraits{ErrorCode::Conflict, 409, "ConflictError", LogLevel::Info, "git-merge"},
    ErrorTraits{ErrorCode::TooLarge, 413, "PayloadTooLargeError", LogLevel::Warning, "package-x"},
    ErrorTraits{ErrorCode::Unavailable, 503, "ServiceUnavailableError", LogLevel::Warning, "cloud-off"},
    ErrorTraits{ErrorCode::Internal, 500, "InternalServerError", LogLevel::Error, "bug"},
};
static_assert(kTraits.size() == kErrorCodeCount);
static_assert(std::ranges::is_sorted(kTraits, {}, &ErrorTraits::code));

}  // namespace

const ErrorTraits& TraitsOf(ErrorCode code) {
  return kTraits.at(static_cast<std::size_t>(code));
}

ErrorCode ErrorCodeFromHttpStatus(int status) {
  const auto* const found = std::ranges::find(kTraits, status, &ErrorTraits::http_status);
  if (found != kTraits.end()) return found->code;
  return status >= 400 && status < 500 ? ErrorCode::InvalidInput : ErrorCode::Internal;
}

std::unexpected<Error> Fail(Error cause, std::string message) {
  const ErrorCode code = cause.code;
  message += ": " + cause.message;
  return std::unexpected(Error{code, std::move(message), {}, std::make_shared<const Error>(std::move(cause))});
}

}  // namespace callboard
