#pragma once
// /ingestion: where the catalog reads from, how that went, and what it did not accept.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/action_state.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// Times are seconds since 1970; none: never yet, or not until the run that is under way ends.
struct LocationItem {
  EntityLink link;     // its text: the target, or the name if people gave it one
  std::string origin;  // who brought it: "Configuration", "Registered", "example (location)"
  std::optional<double> last_secs;
  std::optional<double> next_secs;
  double duration_ms = 0;
  bool is_running = false;
  std::size_t entity_count = 0;
  std::size_t rejected_count = 0;
  ActionState refresh;
};

/// `is_shown`: an earlier state of it is in the catalog.
struct RejectedItem {
  EntityLink entity;
  bool is_shown = false;
  std::vector<std::string> reasons;  // each with file and line where they are known
};

struct ProviderItem {
  std::string id;
  bool is_running = false;
  std::optional<double> last_secs;
  std::optional<double> next_secs;
  double duration_ms = 0;
  std::size_t entity_count = 0;
  std::string error;  // of the last run
};

struct IngestionPageData {
  std::string title;
  ActionState loading;
  bool is_loaded = false;
  std::vector<LocationItem> locations;
  std::vector<RejectedItem> rejected;
  std::size_t rejected_total = 0;  // of the server; it tells of the first of them
  std::vector<RejectedItem> conflicts;
  std::vector<EntityLink> orphans;
  ActionState provider_loading;
  std::vector<ProviderItem> providers;
};

/// The location whose refresh was asked for last, and what was said of it.
struct IngestionPageLocal {
  std::string refreshed;
  bool announced = false;
};

[[nodiscard]] store::Needs NeedsIngestionPage(const store::Route& route);
[[nodiscard]] IngestionPageData BuildIngestionPageData(const store::AppState& state, const store::Route& route);
void DrawIngestionPage(ui::Frame& frame, const IngestionPageData& data, IngestionPageLocal& local,
                       store::CommandQueue& commands);

}  // namespace callboard::views
