#include "client/store/appliers.hpp"

#include <tuple>

#include "client/store/server_call.hpp"
#include "client/store/store.hpp"

namespace callboard::store {
namespace {

template <typename C>
using Applier = void (*)(const C& command, Store& store);

void ApplyShowRoute(const ShowRoute& command, Store& store) {
  store.Show(command.route, command.replace);
}

void ApplySignIn(const SignIn& command, Store& store) {
  store.SignIn(command.provider);
}

void ApplySignOut(const SignOut&, Store& store) {
  store.SignOut();
}

void ApplyChooseTheme(const ChooseTheme& command, Store& store) {
  store.ChangeSettings([&](Settings& settings) { settings.theme = command.theme; });
}

void ApplyToggleStar(const ToggleStar& command, Store& store) {
  store.ChangeSettings([&](Settings& settings) {
    if (settings.starred.erase(command.ref) == 0) settings.starred.insert(command.ref);
  });
}

void ApplyKeepView(const KeepView& command, Store& store) {
  store.ChangeSettings([&](Settings& settings) { SaveView(settings, command.view); });
}

void ApplyForgetView(const ForgetView& command, Store& store) {
  store.ChangeSettings([&](Settings& settings) {
    std::erase_if(settings.views, [&](const SavedView& view) { return view.name == command.name; });
  });
}

void ApplyRetry(const Retry& command, Store& store) {
  store.AskAgain(command.need);
}

void ApplyAskApi(const AskApi& command, Store& store) {
  store.AskApi(command.key, command.request);
}

void ApplyLoad(const Load& command, Store& store) {
  store.Ensure({&command.need, 1});
}

template <typename C>
void ApplyAction(const C& command, Store& store) {
  store.Act(CallOf(command));
}

void ApplyForgetAction(const ForgetAction& command, Store& store) {
  store.ForgetAction(command.key);
}

/// A command without its applier does not compile.
constexpr std::tuple<Applier<ShowRoute>, Applier<SignIn>, Applier<SignOut>, Applier<ChooseTheme>, Applier<ToggleStar>,
                     Applier<KeepView>, Applier<ForgetView>, Applier<Retry>, Applier<AskApi>, Applier<Load>,
                     Applier<RefreshEntity>, Applier<UnregisterLocation>, Applier<DeleteEntity>,
                     Applier<AnalyzeLocation>, Applier<PreviewLocation>, Applier<RegisterLocation>,
                     Applier<ForgetAction>>
    kAppliers{ApplyShowRoute,  ApplySignIn, ApplySignOut, ApplyChooseTheme, ApplyToggleStar,  ApplyKeepView,
              ApplyForgetView, ApplyRetry,  ApplyAskApi,  ApplyLoad,        ApplyAction,      ApplyAction,
              ApplyAction,     ApplyAction, ApplyAction,  ApplyAction,      ApplyForgetAction};

}  // namespace

void ApplyCommand(const Command& command, Store& store) {
  std::visit([&]<typename C>(const C& each) { std::get<Applier<C>>(kAppliers)(each, store); }, command);
}

}  // namespace callboard::store
