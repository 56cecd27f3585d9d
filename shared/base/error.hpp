#pragma once
// Errors as values. Every fallible function of Callboard returns Result<T>; nothing in shared/ and client/ throws.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace callboard {

/// The closed set of things that can go wrong, as a caller has to tell them apart.
enum class ErrorCode : std::uint8_t {
  InvalidInput,
  Unauthenticated,
  Forbidden,
  NotFound,
  Conflict,
  TooLarge,
  Unavailable,
  Internal,
};
inline constexpr std::size_t kErrorCodeCount = 8;

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// `message` is for the user: where, what was found, what was expected. `detail` never leaves the process.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;
  std::string detail;
  std::shared_ptr<const Error> cause;
};

/// How one code appears outside: HTTP status, the name that Backstage's clients know, log level and icon.
struct ErrorTraits {
  ErrorCode code;
  int http_status;
  std::string_view backstage_name;
  LogLevel log_level;
  std::string_view icon;
};

/// The one table from code to appearance.
[[nodiscard]] const ErrorTraits& TraitsOf(ErrorCode code);

/// The inverse for answers of other services; a status without an entry of its own maps to its class (4xx InvalidInput,
/// else Internal).
[[nodiscard]] ErrorCode ErrorCodeFromHttpStatus(int status);

template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> Fail(ErrorCode code, std::string message, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(detail), nullptr});
}

/// Wraps `cause` under a message that says what was attempted.
[[nodiscard]] std::unexpected<Error> Fail(Error cause, std::string message);

}  // namespace callboard
