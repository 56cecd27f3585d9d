#pragma once
// Request ids and W3C trace context.

#include <string>
#include <string_view>

namespace callboard::kit {

/// A fresh id, unique enough for logs: 32 hexadecimal digits.
[[nodiscard]] std::string NewId();

/// The caller's X-Request-Id when it is short and plain, else a fresh one.
[[nodiscard]] std::string RequestIdFrom(std::string_view header);

/// The traceparent for our own work: the caller's trace with a span of our own, or a new trace. Source: W3C Trace
/// Context, level 1.
[[nodiscard]] std::string TraceParentFrom(std::string_view header);

/// The 32 digits that name the trace.
[[nodiscard]] std::string_view TraceIdOf(std::string_view trace_parent);

}  // namespace callboard::kit
