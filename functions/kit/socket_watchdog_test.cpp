#include "functions/kit/socket_watchdog.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;

class Pair {
 public:
  Pair() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets_.data()), 0); }
  ~Pair() {
    close(sockets_[0]);
    close(sockets_[1]);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  int Ours() const { return sockets_[0]; }
  bool Carries() const {
    char byte = 'x';
    return send(sockets_[1], &byte, 1, MSG_NOSIGNAL) == 1 && recv(sockets_[0], &byte, 1, 0) == 1;
  }

 private:
  std::array<int, 2> sockets_{};
};

TEST(SocketWatchdogTest, CutsOffWhatTakesTooLongAndNothingElse) {
  SocketWatchdog watchdog(milliseconds(1));
  const Pair patient;
  const Pair stuck;
  const SocketWatchdog::Guard one(watchdog, patient.Ours(), std::chrono::hours(1));
  const SocketWatchdog::Guard other(watchdog, stuck.Ours(), milliseconds(5));
  char byte = 0;
  EXPECT_EQ(recv(stuck.Ours(), &byte, 1, 0), 0);
  EXPECT_TRUE(patient.Carries());
}

}  // namespace
}  // namespace callboard::kit
