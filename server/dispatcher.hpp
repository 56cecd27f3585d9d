#pragma once
// What Knative Eventing does on a cluster: sends the functions their ticks, as CloudEvents over HTTP.

#include <chrono>
#include <memory>
#include <string>

#include "functions/kit/background_thread.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::server {

/// Posts a tick to `url` as soon as it starts and then every `interval`, from a thread of its own, until the object
/// stops. A tick that fails is logged and sent again with the next interval.
class Dispatcher {
 public:
  /// `token` "" sends no credentials.
  Dispatcher(std::shared_ptr<kit::HttpClient> client, std::string url, std::string token,
             std::chrono::milliseconds interval);

  /// Takes a tick back that is not answered yet, and sends no more. Does not wait for that; the destructor does.
  void Stop();

 private:
  void Run(kit::StopSignal& stop);
  void SendTick(const kit::StopSignal& stop);

  std::shared_ptr<kit::HttpClient> client_;
  std::string url_;
  std::string token_;
  std::chrono::milliseconds interval_;
  std::unique_ptr<kit::BackgroundThread> thread_;
};

}  // namespace callboard::server
