#include "server/portal.hpp"

#include <array>
#include <format>
#include <string>

#include "functions/auth/service.hpp"
#include "functions/catalog/service.hpp"
#include "functions/kit/external_access.hpp"
#include "functions/kit/remote_authenticator.hpp"
#include "server/client_config.hpp"
#include "server/dispatcher.hpp"
#include "server/gateway.hpp"
#include "server/static_files.hpp"

namespace callboard::server {
namespace {

using api::RouteRecord;

constexpr std::string_view kDispatcherSubject = "callboard:dispatcher";

constexpr RouteRecord kForwardCatalog{
    "ForwardCatalog", "*", "/api/catalog/{rest...}", "", "", "", "Forwarded to the catalog function", ""};
constexpr RouteRecord kForwardEvents{
    "ForwardEvents", "*", "/api/events/http/{rest...}", "", "", "", "Forwarded to the catalog function", ""};
constexpr RouteRecord kForwardAuth{
    "ForwardAuth", "*", "/api/auth/{rest...}", "", "", "", "Forwarded to the auth function", ""};

}  // namespace

struct Portal::Impl {
  std::shared_ptr<kit::HttpClient> client = std::make_shared<kit::CurlHttpClient>();
  std::unique_ptr<auth::AuthService> auth;
  std::unique_ptr<catalog::CatalogService> catalog;
  std::shared_ptr<kit::Authenticator> authenticator;
  StaticFiles files;
  kit::Routes routes;
  std::string catalog_url;  // "" when it runs here
  std::string tick_token;
  std::chrono::milliseconds tick_interval{};
  std::unique_ptr<Dispatcher> dispatcher;

  Status StartAuth(const kit::Config& config);
  Status StartCatalog(const kit::Config& config);
  Status TrustDispatcher();
  void Forward(const RouteRecord& record, const std::string& url);
  void BeginStop();
};

void Portal::Impl::BeginStop() {
  if (catalog) catalog->BeginStop();
  if (dispatcher) dispatcher->Stop();
}

void Portal::Impl::Forward(const RouteRecord& record, const std::string& url) {
  routes.push_back(
      {&record, [gateway = Gateway(client, url)](const kit::Request& request) { return gateway.Forward(request); }});
}

Status Portal::Impl::StartAuth(const kit::Config& config) {
  const auto url = config.String("functions.auth.url");
  if (!url) return std::unexpected(url.error());
  if (*url) {
    Forward(kForwardAuth, **url);
    auto remote = kit::RemoteAuthenticator(config, client);
    if (!remote) return std::unexpected(remote.error());
    authenticator = std::move(*remote);
    return {};
  }
  const auto database = kit::DatabaseConnection(config);
  if (!database) return std::unexpected(database.error());
  auto started = auth::AuthService::Start(config, *database);
  if (!started) return std::unexpected(started.error());
  auth = std::move(*started);
  const auto required = kit::IsSignInRequired(config);
  if (!required) return std::unexpected(required.error());
  auto tokens = kit::ExternalAccessFrom(config);
  if (!tokens) return std::unexpected(tokens.error());
  authenticator = kit::WithExternalAccess(auth->MakeAuthenticator(*required), std::move(*tokens),
                                          std::make_shared<kit::SystemClock>(), client);
  routes.append_range(auth->Routes());
  return {};
}

Status Portal::Impl::StartCatalog(const kit::Config& config) {
  const auto url = config.String("functions.catalog.url");
  if (!url) return std::unexpected(url.error());
  if (*url) {
    catalog_url = **url;
    Forward(kForwardCatalog, catalog_url);
    Forward(kForwardEvents, catalog_url);
    const auto token = config.String("functions.catalog.token");
    if (!token) return std::unexpected(token.error());
    tick_token = token->value_or("");
    return {};
  }
  const auto database = kit::DatabaseConnection(config);
  if (!database) return std::unexpected(database.error());
  auto started = catalog::CatalogService::Start(config, *database, client);
  if (!started) return std::unexpected(started.error());
  catalog = std::move(*started);
  routes.append_range(catalog->Routes());
  return {};
}

/// The dispatcher ticks what runs here with a token that only this process knows.
Status Portal::Impl::TrustDispatcher() {
  if (!catalog) return {};
  tick_token = kit::RandomToken();
  if (tick_token.empty()) return Fail(ErrorCode::Internal, "The dispatcher's token could not be made");
  authenticator = kit::WithExternalAccess(std::move(authenticator),
                                          {{.secret = tick_token, .subject = std::string(kDispatcherSubject)}},
                                          std::make_shared<kit::SystemClock>(), client);
  return {};
}

Status CheckConfig(const kit::Config& config) {
  if (const auto required = kit::IsSignInRequired(config); !required) return std::unexpected(required.error());
  if (const auto tokens = kit::ExternalAccessFrom(config); !tokens) return std::unexpected(tokens.error());
  if (auto checked = auth::CheckConfig(config); !checked) return checked;
  if (auto checked = catalog::CheckConfig(config); !checked) return checked;
  if (const auto client = ClientConfigRoute(config); !client) return std::unexpected(client.error());
  return {};
}

Portal::Portal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Portal::~Portal() = default;

Result<std::unique_ptr<Portal>> Portal::Start(const kit::ProcessSettings& settings) {
  auto impl = std::make_unique<Impl>();
  const auto folder = kit::ProcessEnvironment()("CALLBOARD_WEB");
  auto files = StaticFiles::Load(folder.value_or("build/web"));
  if (!files) return std::unexpected(files.error());
  impl->files = std::move(*files);
  const auto interval = catalog::ProcessingInterval(settings.config);
  if (!interval) return std::unexpected(interval.error());
  // Entities are due at times of their own; the tick only has to come often enough.
  impl->tick_interval = std::max<std::chrono::milliseconds>(*interval / 4, std::chrono::seconds(1));
  auto client_config = ClientConfigRoute(settings.config);
  if (!client_config) return std::unexpected(client_config.error());
  impl->routes.push_back(std::move(*client_config));
  // The catalog first: it loads while the rest starts.
  if (auto started = impl->StartCatalog(settings.config); !started) return std::unexpected(started.error());
  if (auto started = impl->StartAuth(settings.config); !started) return std::unexpected(started.error());
  if (auto trusted = impl->TrustDispatcher(); !trusted) return std::unexpected(trusted.error());
  return std::unique_ptr<Portal>(new Portal(std::move(impl)));
}

kit::AppOptions Portal::Options() const {
  return {.routes = impl_->routes,
          .authenticator = impl_->authenticator,
          .readiness = [impl = impl_.get()] { return impl->catalog ? impl->catalog->Readiness() : Status{}; },
          .fallback = [impl = impl_.get()](const kit::Request& request) { return impl->files.Answer(request); },
          .on_drain = [impl = impl_.get()] { impl->BeginStop(); }};
}

void Portal::StartTicking(int port) {
  const std::string base = impl_->catalog_url.empty() ? std::format("http://127.0.0.1:{}", port) : impl_->catalog_url;
  impl_->dispatcher = std::make_unique<Dispatcher>(impl_->client, base + "/api/catalog/events", impl_->tick_token,
                                                   impl_->tick_interval);
}

}  // namespace callboard::server
