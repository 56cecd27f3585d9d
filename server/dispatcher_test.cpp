#include "server/dispatcher.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace callboard::server {
namespace {

/// Answers nothing until the request is cancelled.
class PatientClient : public kit::HttpClient {
 public:
  Result<kit::HttpAnswer> Send(const kit::HttpRequest& request) override {
    asked.set_value(request.url);
    while (!request.is_cancelled()) std::this_thread::yield();
    return Fail(ErrorCode::Unavailable, "cancelled");
  }

  std::promise<std::string> asked;
};

TEST(DispatcherTest, StoppingTakesBackATickThatIsNotAnswered) {
  const auto client = std::make_shared<PatientClient>();
  Dispatcher dispatcher(client, "http://catalog.example/events", std::chrono::hours(1));
  EXPECT_EQ(client->asked.get_future().get(), "http://catalog.example/events");
  dispatcher.Stop();
}

}  // namespace
}  // namespace callboard::server
