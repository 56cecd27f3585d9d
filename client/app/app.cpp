#include "client/app/app.hpp"

#include <algorithm>
#include <format>

#include "client/app/sign_in.hpp"
#include "client/views/time_text.hpp"

namespace callboard::app {
namespace {

constexpr std::string_view kGuest = "guest";
/// Shorter, and a mouse on its way across a table would ask for every row.
constexpr double kHoverSecs = 0.08;

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

/// Why what is shown may be out of date, and since when; "" when it is not.
std::string StaleNotice(const store::AppState& state, double wall_secs) {
  const Error* const error = state.catalog.error();
  const store::CatalogReplica* const replica = state.catalog.value();
  if (error == nullptr || replica == nullptr || !replica->complete) return {};
  const std::string since =
      replica->current_at_secs > 0
          ? std::format("It was up to date {}. ", views::RelativeTime(replica->current_at_secs, wall_secs))
          : "It is that of your last visit. ";
  return std::format("{}{}. Trying again by itself", since, error->message);
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
    Prefetch(frame);
    if (const auto secs = store_.SecsToNextRequest()) frame.RequestFrameIn(*secs);
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
  const ShellData shell{.app_title = portal,
                        .path = PathOf(route),
                        .user = store::SignedInName(store_.state()),
                        .stale = StaleNotice(store_.state(), frame.WallSecs())};
  const ShellResult asked = DrawShell(frame, shell, shell_, [&] { view.Draw(frame, input, commands_); });
  if (asked.sign_out) commands_.Push(store::SignOut{});
  palette_.open = palette_.open || asked.palette;
  DrawPalette(frame);
  if (asked.search) commands_.Push(store::ShowRoute{store::SearchRoute(*asked.search)});
}

void App::DrawPalette(ui::Frame& frame) {
  const views::PaletteData data =
      palette_.open ? views::BuildPalette(store_.state(), palette_.text) : views::PaletteData{};
  views::DrawPalette(frame, data, palette_, commands_);
}

// A link on which the mouse rests is likely to be followed: what its page needs is asked for already.
void App::Prefetch(ui::Frame& frame) {
  const std::string_view href = context_.HoveredHref();
  if (href != hovered_) {
    hovered_ = href;
    hovered_at_secs_ = frame.NowSecs();
  }
  if (!hovered_.starts_with('/')) return;
  const double rest = hovered_at_secs_ + kHoverSecs - frame.NowSecs();
  if (rest > 0) return frame.RequestFrameIn(rest);
  const store::Route route = store::RouteFromUrl(hovered_);
  store_.Ensure(ViewOf(route.screen).NeedsOf(route));
}

void App::FollowFrame(AppOutput& output, const store::Route& before) {
  const std::uint64_t revision = store_.revision();
  if (!output.frame.navigation.empty()) {
    store_.FollowLink(output.frame.navigation);
    palette_.open = false;
  }
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
