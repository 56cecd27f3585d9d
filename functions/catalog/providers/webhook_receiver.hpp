#pragma once
// Takes in what source code hosts send: checks who it comes from, and that it is news.

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/providers/webhook_store.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http.hpp"

namespace callboard::catalog {

/// catalog.webhooks.{github,gitlab,azureDevOps}.secret, or where Backstage has it: events.modules.*.webhookSecret, and
/// webhookSecret of the Apps in integrations.github. A host without a secret is not listened to.
struct WebhookSettings {
  std::vector<std::string> github;
  std::vector<std::string> gitlab;
  std::vector<std::string> azure;
  std::chrono::milliseconds max_age = std::chrono::hours(24);  // catalog.webhooks.maxAge
};

/// InvalidInput names the key that cannot be used.
[[nodiscard]] Result<WebhookSettings> WebhookSettingsFrom(const kit::Config& config);

class WebhookReceiver {
 public:
  /// `wake` is called when there is something to handle.
  WebhookReceiver(WebhookSettings settings, WebhookStore& store, const kit::Clock& clock, std::function<void()> wake);

  /// Answers 202 once the event is kept; what becomes of it is told in the body: {"status": "accepted"}, "duplicate" or
  /// "ignored". NotFound for a `source` that is none; Forbidden for a signature or secret that does not fit;
  /// InvalidInput for a body that is no event or one that is too old.
  Result<kit::Response> Receive(std::string_view source, const kit::Request& request);

 private:
  /// What the headers and the body say; `name` "" for what nobody here needs.
  struct Delivery {
    std::string id;
    std::string name;
  };

  Result<Delivery> CheckGithub(const kit::Request& request) const;
  Result<Delivery> CheckGitlab(const kit::Request& request, const Json& payload) const;
  Result<Delivery> CheckAzure(const kit::Request& request, const Json& payload) const;
  Status CheckAge(std::string_view source, const Delivery& delivery, const Json& payload) const;
  Status CheckSender(std::string_view source, const kit::Request& request) const;

  WebhookSettings settings_;
  WebhookStore& store_;
  const kit::Clock& clock_;
  std::function<void()> wake_;
};

}  // namespace callboard::catalog
