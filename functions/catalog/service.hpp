#pragma once
// The catalog function put together from the configuration: for its own process, and for the portal that hosts it.

#include <memory>

#include "functions/catalog/catalog.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

/// Everything that the routes use. Follows the log in a thread of its own from Start until the object goes; ingests
/// when an event asks for it.
class CatalogService {
 public:
  /// Reads catalog.* and backend.reading.*; brings the schema up to date. InvalidInput names the key that cannot be
  /// used; Unavailable when the database cannot be reached.
  static Result<std::unique_ptr<CatalogService>> Start(const kit::Config& config, const std::string& database,
                                                       std::shared_ptr<kit::HttpClient> client);
  ~CatalogService();

  [[nodiscard]] kit::Routes Routes() const;
  /// Unavailable until the index stands.
  [[nodiscard]] Status Readiness() const;
  /// Ingestion ends with the entity that it is at, and is not begun again.
  void BeginStop();

 private:
  struct Impl;
  explicit CatalogService(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether Start could use catalog.*: InvalidInput names the key that it could not.
[[nodiscard]] Status CheckConfig(const kit::Config& config);

/// catalog.processingInterval: how often sources are read again.
[[nodiscard]] Result<std::chrono::milliseconds> ProcessingInterval(const kit::Config& config);

}  // namespace callboard::catalog
