#include "client/app/app.hpp"

#include <algorithm>
#include <format>

#include "client/app/sign_in.hpp"

namespace callboard::app {
namespace {

constexpr std::string_view kGuest = "guest";

ui::Scheme SchemeFor(store::ThemeChoice choice, ui::Scheme system) {
  // Who forces colours means it.
  if (system == ui::Scheme::Forced) return system;
  switch (choice) {
    case store::ThemeChoice::Light:
      return ui::Scheme::Light;
    case store::ThemeChoice::Dark:
      return ui::Scheme::Dark;
    case store::ThemeChoice::HighContrastLight:
      return ui::Scheme::HighContrastLight;
    case store::ThemeChoice::HighContrastDark:
      return ui::Scheme::HighContrastDark;
    case store::ThemeChoice::System:
      break;
  }
  return system;
}

std::string PathOf(const store::Route& route) {
  const std::string url = store::UrlFromRoute(route);
  return url.substr(0, url.find_first_of("?#"));
}

bool IsSamePage(const store::Route& a, const store::Route& b) {
  return a.screen == b.screen && a.url == b.url && model::CanonicalRef(a.ref) == model::CanonicalRef(b.ref);
}

}  // namespace

App::App(platform::Platform& machine, ui::Context& context) : context_(context), store_(machine), views_(MakeViews()) {
  store_.Start();
}

View& App::ViewOf(store::Screen screen) {
  const auto of = [&](store::Screen wanted) {
    return std::ranges::find(views_, wanted, [](const std::unique_ptr<View>& view) { return view->screen(); });
  };
  const auto found = of(screen);
  return found != views_.end() ? **found : **of(store::Screen::NotFound);
}

AppOutput App::RunFrame(ui::Environment environment) {
  store_.BeginFrame(environment.wall_secs);
  environment.scheme = SchemeFor(store_.state().settings.theme, environment.scheme);
  context_.BeginFrame(environment);
  AppOutput output;
  {
    ui::Frame frame(context_);
    Draw(frame, output);
  }
  if (arrived_) FocusHeading();
  const store::Route before = store_.route();
  output.frame = context_.EndFrame();
  FollowFrame(output, before);
  return output;
}

void App::Draw(ui::Frame& frame, AppOutput& output) {
  const store::AppState& state = store_.state();
  const std::string portal = store::PortalTitle(state);
  output.title = portal;
  if (!state.started) return;
  if (store::SignedIn(state) != nullptr) {
    DrawPage(frame, output);
    // What others changed is asked for while the tab is looked at.
    frame.RequestFrameIn(store::CatalogSync::kFollowSecs);
    return;
  }
  const Error* error = state.session.error();
  const SignInData data{
      .app_title = portal, .busy = state.session.IsLoading(), .error = error == nullptr ? "" : error->message};
  if (DrawSignIn(frame, data)) commands_.Push(store::SignIn{std::string(kGuest)});
}

void App::DrawPage(ui::Frame& frame, AppOutput& output) {
  const store::Route& route = store_.route();
  View& view = ViewOf(route.screen);
  store_.Ensure(view.NeedsOf(route));
  const ViewInput input{store_.state(), route, store_.revision()};
  const std::string portal = store::PortalTitle(store_.state());
  const std::string title = view.TitleOf(input);
  output.title = title.empty() ? portal : std::format("{} | {}", title, portal);
  const ShellData shell{.app_title = portal, .path = PathOf(route), .user = store::SignedInName(store_.state())};
  const ShellResult asked = DrawShell(frame, shell, shell_, [&] { view.Draw(frame, input, commands_); });
  if (asked.sign_out) commands_.Push(store::SignOut{});
  if (asked.search) {
    store::ListQuery list{.kind = std::string(store::kAnyKind)};
    list.text = *asked.search;
    commands_.Push(store::ShowRoute{store::ListRoute(store::Screen::CatalogIndex, std::move(list))});
  }
}

void App::FollowFrame(AppOutput& output, const store::Route& before) {
  const std::uint64_t revision = store_.revision();
  if (!output.frame.navigation.empty()) store_.FollowLink(output.frame.navigation);
  store_.Apply(commands_);
  if (store_.revision() != revision) output.frame.next_frame_secs = 0;
  if (IsSamePage(before, store_.route())) return;
  output.scroll_to_top = true;
  arrived_ = true;
  shell_.menu_open = false;
}

void App::FollowAddress() {
  const store::Route before = store_.route();
  store_.FollowAddress();
  arrived_ = !IsSamePage(before, store_.route());
}

// Who follows a link with a screen reader hears where it led: the focus goes to the heading of the new page.
void App::FocusHeading() {
  const auto& nodes = context_.tree().nodes();
  const auto heading = std::ranges::find_if(
      nodes, [](const ui::SemanticNode& node) { return node.role == ui::Role::Heading && node.level == 1; });
  if (heading == nodes.end()) return;
  context_.FocusNode(heading->id);
  arrived_ = false;
}

}  // namespace callboard::app
