#include <array>
#include <format>
#include <utility>

#include "client/store/store.hpp"
#include "client/views/ingestion_page.hpp"
#include "client/views/time_text.hpp"

namespace callboard::views {
namespace {

void DrawTime(ui::Frame& frame, const std::optional<double>& secs, std::string_view none) {
  const auto cell = frame.TableCell();
  if (!secs) return frame.TextMuted(none);
  frame.Text(RelativeTime(*secs, frame.WallSecs()));
}

void DrawText(ui::Frame& frame, std::string_view text) {
  const auto cell = frame.TableCell();
  frame.Text(text);
}

void DrawCount(ui::Frame& frame, std::size_t count, bool is_bad) {
  const auto cell = frame.TableCell();
  if (is_bad && count > 0) return frame.Chip(std::to_string(count), ui::Tone::Bad, ui::Icon::Error);
  frame.Text(std::to_string(count));
}

void DrawRefreshCell(ui::Frame& frame, const LocationItem& item, IngestionPageLocal& local,
                     store::CommandQueue& commands) {
  const auto cell = frame.TableCell();
  const ui::ButtonOptions options{.kind = ui::ButtonKind::Quiet,
                                  .disabled = item.refresh.is_running || item.link.missing};
  if (!frame.IconButton(ui::Icon::Refresh, std::format("Refresh {}", item.link.text), options)) return;
  local = {.refreshed = item.link.ref};
  commands.Push(store::RefreshEntity{item.link.ref});
}

void DrawLocationRow(ui::Frame& frame, const LocationItem& item, IngestionPageLocal& local,
                     store::CommandQueue& commands) {
  {
    const auto cell = frame.TableCell();
    DrawEntityLink(frame, item.link);
  }
  DrawText(frame, item.origin);
  DrawCount(frame, item.entity_count, false);
  DrawCount(frame, item.rejected_count, true);
  DrawTime(frame, item.last_secs, "Never");
  DrawText(frame, item.last_secs ? DurationText(item.duration_ms) : "");
  DrawTime(frame, item.next_secs, item.is_running ? "Running now" : "");
  DrawRefreshCell(frame, item, local, commands);
}

/// What came of the refresh that was asked for last.
void DrawRefreshed(ui::Frame& frame, const IngestionPageData& data, IngestionPageLocal& local) {
  for (const LocationItem& item : data.locations) {
    if (item.link.ref != local.refreshed) continue;
    if (item.refresh.is_running) return frame.ProgressIndicator(std::format("Reading {}", item.link.text));
    if (item.refresh.failed) return DrawActionError(frame, "The location could not be refreshed", item.refresh);
    if (!item.refresh.is_done) return;
    const std::string done = std::format("{} was read again", item.link.text);
    frame.Banner(ui::Tone::Good, done);
    if (!std::exchange(local.announced, true)) frame.Announce(done);
    return;
  }
}

void DrawLocations(ui::Frame& frame, const IngestionPageData& data, IngestionPageLocal& local,
                   store::CommandQueue& commands) {
  frame.Heading(2, std::format("Locations ({})", data.locations.size()));
  if (data.locations.empty()) {
    return frame.EmptyState(ui::Icon::Location, "No locations yet",
                            "They come from the configuration, from providers, or when somebody registers one");
  }
  DrawRefreshed(frame, data, local);
  const auto card = frame.Card("", {.flush = true});
  static constexpr std::array<ui::TableColumn, 8> kColumns = {
      ui::TableColumn{.title = "Location", .weight = 3, .min_em = 16},
      ui::TableColumn{.title = "From", .weight = 1, .min_em = 9},
      ui::TableColumn{.title = "Entities", .weight = 0, .min_em = 5.5F},
      ui::TableColumn{.title = "Rejected", .weight = 0, .min_em = 6},
      ui::TableColumn{.title = "Last run", .weight = 0.5F, .min_em = 9},
      ui::TableColumn{.title = "Took", .weight = 0, .min_em = 5},
      ui::TableColumn{.title = "Next run", .weight = 0.5F, .min_em = 9},
      ui::TableColumn{.title = "Refresh", .weight = 0, .min_em = 5.5F}};
  const ui::TableSpec spec{.label = "Locations", .columns = kColumns, .row_count = data.locations.size()};
  static_cast<void>(frame.Table(
      spec, [&](std::size_t row) -> std::string_view { return data.locations[row].link.ref; },
      [&](std::size_t row) { DrawLocationRow(frame, data.locations[row], local, commands); }));
}

void DrawReasons(ui::Frame& frame, const RejectedItem& item, std::string_view note) {
  const auto id = frame.Id(item.entity.ref);
  const auto list_item = frame.ListItem();
  {
    const auto row = frame.Row();
    if (item.entity.missing) {
      frame.Text(item.entity.ref, ui::TextStyle::Strong);
    } else {
      DrawEntityLink(frame, item.entity);
    }
    frame.Chip(note, item.is_shown ? ui::Tone::Warning : ui::Tone::Bad);
  }
  for (const std::string& reason : item.reasons) frame.Text(reason);
}

void DrawRejected(ui::Frame& frame, const IngestionPageData& data) {
  const auto card = frame.Card(std::format("Rejected entities ({})", data.rejected.size()));
  if (data.rejected.empty()) return frame.TextMuted("Everything that was read was accepted");
  const auto list = frame.List("Rejected entities");
  for (const RejectedItem& item : data.rejected)
    DrawReasons(frame, item, item.is_shown ? "An earlier state is shown" : "Not in the catalog");
  const std::size_t shown = data.rejected.size() + data.conflicts.size();
  if (data.rejected_total > shown) {
    const auto more = frame.ListItem();
    frame.TextMuted(std::format("The first of {} entities with problems", data.rejected_total));
  }
}

void DrawConflicts(ui::Frame& frame, const IngestionPageData& data) {
  const auto card = frame.Card(std::format("Conflicts ({})", data.conflicts.size()));
  if (data.conflicts.empty()) return frame.TextMuted("No two locations define the same entity");
  frame.TextMuted("An entity belongs to the location that was first; rename or remove one of the two");
  const auto list = frame.List("Conflicts");
  for (const RejectedItem& item : data.conflicts) DrawReasons(frame, item, "Part was left out");
}

void DrawOrphans(ui::Frame& frame, const IngestionPageData& data) {
  const auto card = frame.Card(std::format("Orphans ({})", data.orphans.size()));
  if (data.orphans.empty()) return frame.TextMuted("A location leads to every entity");
  frame.TextMuted("No location leads to these any more; unregister what nobody needs");
  const auto list = frame.List("Orphans");
  for (const EntityLink& link : data.orphans) {
    const auto id = frame.Id(link.ref);
    const auto item = frame.ListItem();
    const auto row = frame.Row();
    DrawEntityLink(frame, link);
  }
}

void DrawProviderRow(ui::Frame& frame, const ProviderItem& item) {
  DrawText(frame, item.id);
  DrawCount(frame, item.entity_count, false);
  DrawTime(frame, item.last_secs, "Never");
  DrawText(frame, item.last_secs ? DurationText(item.duration_ms) : "");
  DrawTime(frame, item.next_secs, item.is_running ? "Running now" : "When an event asks for it");
  const auto cell = frame.TableCell();
  if (item.error.empty()) return frame.Text("Well");
  frame.Chip("Failed", ui::Tone::Bad, ui::Icon::Error);
  frame.Text(item.error);
}

void DrawProviders(ui::Frame& frame, const IngestionPageData& data, store::CommandQueue& commands) {
  if (data.provider_loading.failed) {
    if (frame.ErrorPanel("The providers could not be loaded", data.provider_loading.error))
      commands.Push(store::Retry{{store::Need::What::Providers, {}}});
    return;
  }
  if (data.providers.empty()) return;
  frame.Heading(2, std::format("Providers ({})", data.providers.size()));
  const auto card = frame.Card("", {.flush = true});
  static constexpr std::array<ui::TableColumn, 6> kColumns = {
      ui::TableColumn{.title = "Provider", .weight = 1, .min_em = 12},
      ui::TableColumn{.title = "Entities", .weight = 0, .min_em = 5.5F},
      ui::TableColumn{.title = "Last run", .weight = 0.5F, .min_em = 9},
      ui::TableColumn{.title = "Took", .weight = 0, .min_em = 5},
      ui::TableColumn{.title = "Next run", .weight = 0.5F, .min_em = 9},
      ui::TableColumn{.title = "It went", .weight = 2, .min_em = 12}};
  const ui::TableSpec spec{.label = "Providers", .columns = kColumns, .row_count = data.providers.size()};
  static_cast<void>(frame.Table(
      spec, [&](std::size_t row) -> std::string_view { return data.providers[row].id; },
      [&](std::size_t row) { DrawProviderRow(frame, data.providers[row]); }));
}

}  // namespace

void DrawIngestionPage(ui::Frame& frame, const IngestionPageData& data, IngestionPageLocal& local,
                       store::CommandQueue& commands) {
  {
    const auto row = frame.Row();
    frame.Heading(1, data.title);
    frame.Spring();
    frame.Link("Register a location", "/catalog-import", {.icon = ui::Icon::Plus});
  }
  frame.TextMuted("Where the catalog reads from, when, and what it did not accept");
  if (data.loading.failed && frame.ErrorPanel("How ingestion goes could not be loaded",
                                              std::format("{}\n{}", data.loading.error, data.loading.advice)))
    commands.Push(store::Retry{{store::Need::What::Ingestion, {}}});
  if (!data.is_loaded) {
    if (!data.loading.failed) frame.Skeleton("Loading the locations", 8);
    return;
  }
  frame.RequestFrameIn(store::Store::kRunsFreshSecs);
  DrawLocations(frame, data, local, commands);
  DrawProviders(frame, data, commands);
  DrawRejected(frame, data);
  const auto grid = frame.Grid(24);
  DrawConflicts(frame, data);
  DrawOrphans(frame, data);
}

}  // namespace callboard::views
