#pragma once
// Doing many slow things at once.

#include <cstddef>
#include <functional>

namespace callboard::kit {

/// Calls `work` with 0 … count - 1 on at most `threads` threads, and returns when all of it is done. What it throws
/// ends the thread's share, and is thrown here in the end.
void RunInParallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace callboard::kit
