#pragma once
// The portal: the client's pages, and every function either in this process or behind its URL.

#include <memory>

#include "functions/kit/function_main.hpp"

namespace callboard::server {

/// Puts the portal together from the configuration. functions.<name>.url forwards a function; everything else runs
/// here.
class Portal {
 public:
  /// Errors as the services; NotFound when the client is not built.
  static Result<std::unique_ptr<Portal>> Start(const kit::ProcessSettings& settings);
  ~Portal();

  [[nodiscard]] kit::AppOptions Options() const;

  /// To be called once the portal listens: sends the functions their ticks.
  void StartTicking(int port);

 private:
  struct Impl;
  explicit Portal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether a portal could be started from this configuration, as far as can be said without its database.
[[nodiscard]] Status CheckConfig(const kit::Config& config);

}  // namespace callboard::server
