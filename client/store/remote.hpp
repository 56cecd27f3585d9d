#pragma once
// Data that a server has: what is known of it, and what is being done about it.

#include <cstdint>
#include <optional>
#include <utility>

#include "shared/base/error.hpp"

namespace callboard::store {

enum class RemoteState : std::uint8_t { Idle, Loading, Ready, Failed };

/// Every state keeps the value that was there before, so that what people read does not vanish while it is renewed.
template <typename T>
class Remote {
 public:
  [[nodiscard]] RemoteState state() const { return state_; }
  [[nodiscard]] bool IsLoading() const { return state_ == RemoteState::Loading; }
  /// The newest value, however old; null when there was never one.
  [[nodiscard]] const T* value() const { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] T* value() { return value_ ? &*value_ : nullptr; }
  /// Null unless Failed.
  [[nodiscard]] const Error* error() const { return state_ == RemoteState::Failed ? &error_ : nullptr; }

  void Begin() { state_ = RemoteState::Loading; }
  void Succeed(T value) {
    value_ = std::move(value);
    state_ = RemoteState::Ready;
  }
  /// The value was changed in place, and is complete now.
  void Finish() { state_ = RemoteState::Ready; }
  void Fail(Error error) {
    error_ = std::move(error);
    state_ = RemoteState::Failed;
  }
  /// To be asked for again.
  void Invalidate() { state_ = RemoteState::Idle; }
  /// A value to be filled in place while it loads.
  T& Emplace(T value) { return value_.emplace(std::move(value)); }

 private:
  RemoteState state_ = RemoteState::Idle;
  std::optional<T> value_;
  Error error_;
};

}  // namespace callboard::store
