#pragma once
// The saved views beside a list.

#include "client/store/command.hpp"
#include "client/views/entity_list.hpp"

namespace callboard::views {

/// Links to the views that were saved, and a button that saves the list as it is.
void DrawSavedViews(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                    store::CommandQueue& commands);

}  // namespace callboard::views
