#include "client/views/entity_list_views.hpp"

#include <algorithm>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

void DrawNameDialog(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                    store::CommandQueue& commands) {
  const auto dialog = frame.Dialog("Save this view", local.names_view, 26);
  if (!dialog) return;
  const std::string name(TrimSpace(local.view_name));
  const bool replaces = std::ranges::contains(data.views, name, &SavedList::name);
  const ui::TextFieldOptions options{.placeholder = "Ours in production",
                                     .help = replaces ? "The view of this name is replaced" : ""};
  const bool submitted = frame.TextField("Name", local.view_name, options).submitted;
  const ui::ButtonOptions save{.kind = ui::ButtonKind::Primary, .disabled = name.empty()};
  if (!frame.Button("Save", save) && (!submitted || name.empty())) return;
  const std::string url = store::UrlFromRoute(store::ListRoute(data.screen, data.query));
  commands.Push(store::KeepView{{name, url}});
  frame.Announce(std::format("Saved as {}", name));
  local.names_view = false;
  local.view_name.clear();
}

}  // namespace

void DrawSavedViews(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                    store::CommandQueue& commands) {
  const bool is_saved = std::ranges::any_of(data.views, &SavedList::current);
  if (!data.views.empty()) {
    const auto section = frame.Section("Saved views", 2);
    const auto list = frame.List("Saved views");
    for (const SavedList& view : data.views) {
      const auto id = frame.Id(view.name);
      const auto item = frame.ListItem();
      const auto row = frame.Row({.wrap = false});
      frame.Link(view.name, view.href, {.icon = ui::Icon::Filter, .current = view.current});
      frame.Spring();
      if (frame.IconButton(ui::Icon::Trash, std::format("Forget {}", view.name)))
        commands.Push(store::ForgetView{view.name});
    }
  }
  if (data.is_filtered && !is_saved &&
      frame.Button("Save this view", {.kind = ui::ButtonKind::Quiet, .icon = ui::Icon::Plus}))
    local.names_view = true;
  DrawNameDialog(frame, data, local, commands);
}

}  // namespace callboard::views
