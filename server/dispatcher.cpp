#include "server/dispatcher.hpp"

#include <format>

#include "functions/kit/cloud_event.hpp"
#include "functions/kit/log.hpp"

namespace callboard::server {
namespace {

constexpr std::string_view kTickType = "dev.callboard.tick";

/// A tick is answered when the work that it caused is done; a first ingestion may take a while.
constexpr std::chrono::minutes kTickTimeout{10};

}  // namespace

Dispatcher::Dispatcher(std::shared_ptr<kit::HttpClient> client, std::string url, std::string token,
                       std::chrono::milliseconds interval)
    : client_(std::move(client)), url_(std::move(url)), token_(std::move(token)), interval_(interval) {
  thread_ = std::make_unique<kit::BackgroundThread>([this](kit::StopSignal& stop) { Run(stop); });
}

void Dispatcher::Run(kit::StopSignal& stop) {
  do SendTick(stop);
  while (!stop.WaitFor(interval_));
}

void Dispatcher::Stop() {
  thread_->Stop();
}

void Dispatcher::SendTick(const kit::StopSignal& stop) {
  kit::HttpRequest request =
      kit::HttpRequestFromCloudEvent({.source = "/callboard/dispatcher", .type = std::string(kTickType)}, url_);
  if (!token_.empty()) request.headers.emplace("Authorization", std::format("Bearer {}", token_));
  request.deadline = std::chrono::steady_clock::now() + kTickTimeout;
  request.is_cancelled = [&stop] { return stop.IsStopped(); };
  const auto answer = client_->Send(request);
  if (stop.IsStopped()) return;
  if (!answer) {
    kit::LogWarning(std::format("The tick for {} could not be delivered: {}", url_, answer.error().message));
  } else if (answer->status >= 400) {
    kit::LogWarning(std::format("The tick for {} was answered with {}", url_, answer->status),
                    {{"body", answer->body.substr(0, 500)}});
  }
}

}  // namespace callboard::server
