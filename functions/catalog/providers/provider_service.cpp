#include "functions/catalog/providers/provider_service.hpp"

#include <atomic>

#include "functions/catalog/providers/provider_runner.hpp"
#include "functions/catalog/providers/webhook_receiver.hpp"
#include "functions/catalog/providers/worker.hpp"
#include "functions/catalog/work_gate.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {

struct ProviderService::Impl {
  Impl(ProviderParts given, WebhookSettings webhooks)
      : parts(std::move(given)),
        store(parts.pool),
        events(parts.pool),
        receiver(std::move(webhooks), events, clock, [this] { event_worker->Wake(); }) {}

  [[nodiscard]] ProviderContext Context() {
    return {.access = {.http = parts.http.get(),
                       .credentials = parts.credentials.get(),
                       .limits = &limits,
                       .clock = &clock},
            .apps = parts.credentials.get(),
            .integrations = parts.integrations.get()};
  }

  Status RunDue() {
    return running.Run([this] { return runner->RunDue([this] { return stopping.load(); }); });
  }

  /// True when runs are to follow. A crowd of events needs one thread.
  Result<bool> HandleEvents() {
    return runner->HandleEvents([this] { return stopping.load(); });
  }

  ProviderParts parts;
  kit::SystemClock clock;
  RateLimits limits;
  PostgresProviderStore store;
  PostgresWebhookStore events;
  WebhookReceiver receiver;
  std::unique_ptr<ProviderRunner> runner;
  std::atomic<bool> stopping = false;
  WorkGate running;
  std::unique_ptr<Worker> run_worker;
  std::unique_ptr<Worker> event_worker;
};

ProviderService::ProviderService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ProviderService::~ProviderService() {
  BeginStop();
}

Result<std::unique_ptr<ProviderService>> ProviderService::Start(const kit::Config& config, ProviderParts parts) {
  const auto settings = ProviderSettingsFrom(config);
  if (!settings) return std::unexpected(settings.error());
  auto webhooks = WebhookSettingsFrom(config);
  if (!webhooks) return std::unexpected(webhooks.error());
  auto impl = std::make_unique<Impl>(std::move(parts), std::move(*webhooks));
  auto providers = MakeProviders(*settings, impl->Context());
  if (!providers) return std::unexpected(providers.error());
  impl->runner = std::make_unique<ProviderRunner>(RunnerParts{.store = &impl->store,
                                                              .events = &impl->events,
                                                              .writer = impl->parts.writer,
                                                              .limits = &impl->limits,
                                                              .clock = &impl->clock},
                                                  std::move(*providers));
  impl->run_worker = std::make_unique<Worker>([at = impl.get()](const std::function<bool()>&) {
    if (auto run = at->RunDue(); !run && !at->stopping)
      kit::LogWarning("Providers could not be run", {{"reason", run.error().message}});
  });
  impl->event_worker = std::make_unique<Worker>([at = impl.get()](const std::function<bool()>&) {
    const auto handled = at->HandleEvents();
    if (!handled) kit::LogWarning("Events could not be handled", {{"reason", handled.error().message}});
    if (handled && *handled) at->run_worker->Wake();
  });
  return std::unique_ptr<ProviderService>(new ProviderService(std::move(impl)));
}

Status ProviderService::Tick() {
  if (const auto handled = impl_->HandleEvents(); !handled) return std::unexpected(handled.error());
  return impl_->RunDue();
}

Status ProviderService::RequestAll() {
  return impl_->runner->RequestAll();
}

Result<Json> ProviderService::List() const {
  return impl_->runner->List();
}

Result<kit::Response> ProviderService::Receive(std::string_view source, const kit::Request& request) {
  return impl_->receiver.Receive(source, request);
}

void ProviderService::BeginStop() {
  impl_->stopping = true;
  impl_->running.Close();
  impl_->event_worker->Stop();
  impl_->run_worker->Stop();
}

Status CheckProviderConfig(const kit::Config& config) {
  const auto settings = ProviderSettingsFrom(config);
  if (!settings) return std::unexpected(settings.error());
  if (const auto webhooks = WebhookSettingsFrom(config); !webhooks) return std::unexpected(webhooks.error());
  const auto integrations = Integrations::From(config);
  if (!integrations) return std::unexpected(integrations.error());
  if (const auto providers = MakeProviders(*settings, {.integrations = &*integrations}); !providers)
    return std::unexpected(providers.error());
  return {};
}

}  // namespace callboard::catalog
