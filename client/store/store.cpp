#include "client/store/store.hpp"

#include <string>
#include <utility>

#include "client/store/appliers.hpp"
#include "shared/base/text.hpp"

namespace callboard::store {
namespace {

constexpr std::string_view kSettingsKey = "settings";
constexpr std::string_view kGuest = "guest";

EntityDetails DetailsFrom(Json document) {
  EntityDetails details{.document = std::move(document)};
  if (!EqualsIgnoringCase(StringMember(details.document, "kind"), "api")) return details;
  if (const Json* const spec = FindMember(details.document, "spec"); spec != nullptr)
    details.definition = std::make_shared<const definitions::Definition>(
        definitions::ParseDefinition(StringMember(*spec, "type"), StringMember(*spec, "definition")));
  return details;
}

}  // namespace

Store::Store(platform::Platform& machine)
    : machine_(machine),
      api_(*machine.fetcher),
      session_(api_, state_.session, [this] { Touch(); }),
      catalog_(api_, *machine.blobs, state_.catalog,
               {.on_changes = [this](const std::vector<catalog::Change>& changes) { ForgetChanged(changes); },
                .on_touched = [this] { Touch(); },
                .on_failed = [this](const Error& error) { TakeError(error); },
                .wake = machine.wake}) {}

void Store::Start() {
  state_.origin = machine_.history->Origin();
  FollowAddress();
  session_.Renew(machine_.wall_secs());
  machine_.blobs->Get(kSettingsKey, [this](const std::string& text) { TakeSettings(text); });
}

void Store::TakeSettings(std::string_view text) {
  state_.settings = SettingsFromJson(ParseJson(text).value_or(Json()));
  state_.started = true;
  // Whoever entered as a guest here before does so again, as in Backstage.
  if (state_.settings.provider == kGuest) session_.SignIn();
  Touch();
}

void Store::BeginFrame(double now_secs) {
  now_secs_ = now_secs;
  session_.Renew(now_secs);
  if (state_.portal.state() == RemoteState::Idle) {
    state_.portal.Begin();
    api_.GetPortalConfig([this](Result<net::PortalConfig> config) {
      if (config) {
        state_.portal.Succeed(std::move(*config));
      } else {
        state_.portal.Fail(std::move(config.error()));
      }
      Touch();
    });
  }
  RememberVisit();
}

/// Of what exists: a mistyped address is no visit.
void Store::RememberVisit() {
  if (!state_.started || route_.screen != Screen::Entity) return;
  std::string ref = model::CanonicalRef(route_.ref);
  const catalog::Index* const index = IndexOf(state_);
  if (ref == visited_ || index == nullptr || !index->FindByRef(ref)) return;
  visited_ = ref;
  ChangeSettings([&](Settings& settings) { Visit(settings, ref); });
}

void Store::Ensure(std::span<const Need> needs) {
  if (!session_.CanCall(now_secs_)) return;
  for (const Need& need : needs) {
    if (need.what == Need::What::Catalog) {
      catalog_.Ensure(now_secs_, SignedIn(state_)->user_ref);
    } else if (need.what != Need::What::Entity) {
      Read(need);
    } else if (state_.entities[need.ref].state() == RemoteState::Idle) {
      LoadEntity(need.ref);
    }
  }
}

void Store::Apply(CommandQueue& queue) {
  for (const Command& command : queue.Take()) {
    ApplyCommand(command, *this);
    Touch();
  }
}

void Store::FollowLink(std::string_view url) {
  machine_.history->Push(url);
  FollowAddress();
}

void Store::FollowAddress() {
  route_ = RouteFromUrl(machine_.history->Url());
  Touch();
  machine_.wake();
}

void Store::Show(const Route& route, bool replace) {
  route_ = route;
  const std::string url = UrlFromRoute(route);
  if (replace) {
    machine_.history->Replace(url);
  } else {
    machine_.history->Push(url);
  }
  Touch();
  machine_.wake();
}

void Store::SignIn(std::string_view provider) {
  if (provider != kGuest) return;
  ChangeSettings([&](Settings& settings) { settings.provider = provider; });
  session_.SignIn();
}

void Store::SignOut() {
  api_.CancelAll();
  catalog_.Clear();
  state_.entities.clear();
  state_.trials.clear();
  state_.reads.clear();
  state_.actions.clear();
  session_.SignOut();
  if (state_.portal.IsLoading()) state_.portal.Invalidate();
  ChangeSettings([](Settings& settings) { settings.provider.clear(); });
}

void Store::ChangeSettings(const std::function<void(Settings&)>& change) {
  change(state_.settings);
  machine_.blobs->Put(kSettingsKey, DumpJson(JsonFromSettings(state_.settings)));
  Touch();
}

void Store::AskAgain(const Need& need) {
  if (need.what == Need::What::Catalog) {
    if (!state_.catalog.IsLoading()) state_.catalog.Invalidate();
  } else if (const auto read = state_.reads.find(need); read != state_.reads.end()) {
    if (!read->second.IsLoading()) read->second.Invalidate();
  } else if (const auto found = state_.entities.find(need.ref); found != state_.entities.end()) {
    if (!found->second.IsLoading()) found->second.Invalidate();
  }
  machine_.wake();
}

void Store::AskApi(const std::string& key, const definitions::ApiRequest& request) {
  Remote<net::ApiAnswer>& trial = state_.trials[key];
  if (trial.IsLoading()) return;
  trial.Begin();
  const double begun_secs = machine_.wall_secs();
  api_.AskElsewhere({request.method, request.url, request.headers, request.body},
                    [this, key, begun_secs](Result<net::ApiAnswer> answer) {
                      Remote<net::ApiAnswer>& asked = state_.trials[key];
                      if (answer) {
                        answer->secs = machine_.wall_secs() - begun_secs;
                        asked.Succeed(std::move(*answer));
                      } else {
                        asked.Fail(std::move(answer.error()));
                      }
                      Touch();
                    });
}

void Store::LoadEntity(const std::string& ref) {
  Remote<EntityDetails>& details = state_.entities[ref];
  const auto parsed = model::ParseEntityRef(ref);
  if (!parsed) return details.Fail(parsed.error());
  details.Begin();
  api_.GetEntity(*parsed, [this, ref](Result<Json> document) {
    Remote<EntityDetails>& loading = state_.entities[ref];
    if (document) {
      loading.Succeed(DetailsFrom(std::move(*document)));
    } else {
      loading.Fail(document.error());
      TakeError(document.error());
    }
    Touch();
  });
  Touch();
}

void Store::Read(const Need& need) {
  Remote<Json>& read = state_.reads[need];
  const bool grows_old = need.what == Need::What::Ingestion || need.what == Need::What::Providers;
  const bool is_old = grows_old && now_secs_ - read_at_secs_[need] >= kRunsFreshSecs;
  if (read.IsLoading() || (read.state() != RemoteState::Idle && !is_old)) return;
  read_at_secs_[need] = now_secs_;
  read.Begin();
  api_.Call(ReadingOf(need), [this, need](Result<Json> answer) {
    Remote<Json>& loading = state_.reads[need];
    if (answer) {
      loading.Succeed(std::move(*answer));
    } else {
      loading.Fail(answer.error());
      TakeError(answer.error());
    }
    Touch();
  });
  Touch();
}

/// They are asked for again by the screen that shows them.
void Store::OutdateReads() {
  for (auto& [need, read] : state_.reads) {
    if (!read.IsLoading()) read.Invalidate();
  }
}

void Store::Act(const ServerCall& call) {
  Remote<Json>& action = state_.actions[call.key];
  if (action.IsLoading()) return;
  action.Begin();
  api_.Call(call.call, [this, call](Result<Json> answer) { FinishAction(call, std::move(answer)); });
}

void Store::FinishAction(const ServerCall& call, Result<Json> answer) {
  Remote<Json>& action = state_.actions[call.key];
  if (answer) {
    action.Succeed(std::move(*answer));
    if (call.changes) {
      OutdateReads();
      catalog_.FollowNow();
    }
  } else {
    action.Fail(answer.error());
    TakeError(answer.error());
  }
  Touch();
  machine_.wake();
}

void Store::ForgetAction(std::string_view key) {
  const auto found = state_.actions.find(key);
  if (found != state_.actions.end() && !found->second.IsLoading()) state_.actions.erase(found);
}

void Store::TakeError(const Error& error) {
  if (error.code != ErrorCode::Unauthenticated) return;
  session_.RefuseToken(error);
  // With the new token everything that was refused is asked for again.
  state_.catalog.Invalidate();
  for (auto& [ref, details] : state_.entities) {
    if (details.error() != nullptr && details.error()->code == ErrorCode::Unauthenticated) details.Invalidate();
  }
  for (auto& [need, read] : state_.reads) {
    if (read.error() != nullptr && read.error()->code == ErrorCode::Unauthenticated) read.Invalidate();
  }
  machine_.wake();
}

void Store::ForgetChanged(const std::vector<catalog::Change>& changes) {
  // What was fetched during the first load is as new as its rows.
  if (!IsCatalogComplete(state_)) return;
  for (const catalog::Change& change : changes) {
    const auto found = state_.entities.find(change.record.ref);
    if (found != state_.entities.end() && !found->second.IsLoading()) found->second.Invalidate();
  }
  OutdateReads();
}

}  // namespace callboard::store
