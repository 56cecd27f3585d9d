#pragma once
// One small applier a command, in a table.

#include "client/store/command.hpp"

namespace callboard::store {

class Store;

void ApplyCommand(const Command& command, Store& store);

}  // namespace callboard::store
