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
    asked.set_value(request);
    while (!request.is_cancelled()) std::this_thread::yield();
    return Fail(ErrorCode::Unavailable, "cancelled");
  }

  std::promise<kit::HttpRequest> asked;
};

TEST(DispatcherTest, StoppingTakesBackATickThatIsNotAnswered) {
  const auto client = std::make_shared<PatientClient>();
  Dispatcher dispatcher(client, "http://catalog.example/events", "secret", std::chrono::hours(1));
  const auto asked = client->asked.get_future().get();
  EXPECT_EQ(asked.url, "http://catalog.example/events");
  EXPECT_EQ(asked.headers.find("authorization")->second, "Bearer secret");
  dispatcher.Stop();
}

}  // namespace
}  // namespace callboard::server
