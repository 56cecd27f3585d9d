#pragma once

#include <httplib.h>

#include <atomic>

#include "metrics.hpp"

namespace ${{ values.namespace }} {

/// What the routes share. Lives longer than the server.
struct ServerState {
  std::atomic<bool> ready = true;  // false from SIGTERM on: no new traffic, please
  Metrics metrics;
};

/// /healthz, /readyz, /metrics${{ ' and the routes of the API' if values.shape == 'rest' else '' }}.
void AddRoutes(httplib::Server& server, ServerState& state);

}  // namespace ${{ values.namespace }}
