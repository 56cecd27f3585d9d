#pragma once
// Work that many ask for at once and that one has to do.

#include <condition_variable>
#include <functional>
#include <mutex>

#include "shared/base/error.hpp"

namespace callboard::catalog {

/// Lets one caller work and one wait to work next. Everybody else is done at once: the work of the one who waits begins
/// after their call, so it covers what they came for. Thus no crowd of callers holds more than two threads.
class WorkGate {
 public:
  /// What `work` says, or success for a caller whose work another one does.
  Status Run(const std::function<Status()>& work);

  /// Sends the one who waits away, and everybody who comes later, with Unavailable.
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  bool working_ = false;
  bool waiting_ = false;
  bool closed_ = false;
};

}  // namespace callboard::catalog
