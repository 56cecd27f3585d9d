#pragma once
// A lock for many readers: two atomic operations each while nobody writes. libc++'s std::shared_mutex takes an ordinary
// mutex twice for every reader, which they wait for.

#include <pthread.h>

namespace callboard::kit {

/// To be used with std::shared_lock and std::unique_lock. A waiting writer comes before new readers, so that readers
/// must not nest.
class ReaderLock {
 public:
  ReaderLock() {
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&lock_, &attributes);
    pthread_rwlockattr_destroy(&attributes);
  }
  ~ReaderLock() { pthread_rwlock_destroy(&lock_); }
  ReaderLock(const ReaderLock&) = delete;
  ReaderLock& operator=(const ReaderLock&) = delete;

  // The names that the standard's locks call.
  void lock() { pthread_rwlock_wrlock(&lock_); }           // NOLINT(readability-identifier-naming)
  void unlock() { pthread_rwlock_unlock(&lock_); }         // NOLINT(readability-identifier-naming)
  void lock_shared() { pthread_rwlock_rdlock(&lock_); }    // NOLINT(readability-identifier-naming)
  void unlock_shared() { pthread_rwlock_unlock(&lock_); }  // NOLINT(readability-identifier-naming)

 private:
  pthread_rwlock_t lock_{};
};

}  // namespace callboard::kit
