#include "server.hpp"

#include <gtest/gtest.h>

{% if values.shape == 'rest' %}
#include <nlohmann/json.hpp>
{% endif %}
#include <stdexcept>
#include <thread>

#include "config.hpp"

namespace ${{ values.namespace }} {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    AddRoutes(server_, state_);
    port_ = server_.bind_to_any_port("127.0.0.1");
    serving_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }

  ~ServerTest() override {
    server_.stop();
    serving_.join();
  }

  httplib::Result Get(const std::string& path) { return httplib::Client("127.0.0.1", port_).Get(path.c_str()); }

  ServerState state_;
  httplib::Server server_;
  int port_ = 0;
  std::thread serving_;
};

TEST_F(ServerTest, SaysThatItWorks) { EXPECT_EQ(Get("/healthz")->status, 200); }

TEST_F(ServerTest, IsNotReadyWhileItDrains) {
  EXPECT_EQ(Get("/readyz")->status, 200);
  state_.ready = false;
  EXPECT_EQ(Get("/readyz")->status, 503);
}

TEST_F(ServerTest, CountsItsRequests) {
  Get("/healthz");
  EXPECT_NE(Get("/metrics")->body.find("http_requests_total{code=\"200\"} 1"), std::string::npos);
}
{% if values.shape == 'rest' %}

TEST_F(ServerTest, Greets) {
  const auto response = Get("${{ values.basePath }}/greetings/Robin");
  ASSERT_EQ(response->status, 200);
  EXPECT_EQ(nlohmann::json::parse(response->body)["text"], "Hello, Robin");
}

TEST_F(ServerTest, AnswersAProblemForAnImpossibleName) {
  const auto response = Get("${{ values.basePath }}/greetings/4711");
  ASSERT_EQ(response->status, 404);
  EXPECT_EQ(response->get_header_value("Content-Type"), "application/problem+json");
}
{% endif %}

TEST(Config, TakesThePortFromTheEnvironment) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    return name == "PORT" ? std::optional<std::string>("9000") : std::nullopt;
  };
  EXPECT_EQ(ReadConfig(environment).port, 9000);
}

TEST(Config, NamesTheVariableThatIsWrong) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    return name == "PORT" ? std::optional<std::string>("http") : std::nullopt;
  };
  try {
    ReadConfig(environment);
    FAIL() << "expected an exception";
  } catch (const std::invalid_argument& exception) {
    EXPECT_NE(std::string(exception.what()).find("PORT"), std::string::npos);
  }
}

}  // namespace
}  // namespace ${{ values.namespace }}
