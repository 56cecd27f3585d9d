#pragma once
// Forwarding to functions that run elsewhere.

#include <memory>
#include <string>

#include "functions/kit/app.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::server {

/// Sends a request on to `base_url` (functions.<name>.url) with its path, query, body and end-to-end headers, and gives
/// the answer back as it came: line by line if it is lines of JSON, else whole. Unavailable when the function cannot be
/// reached in time, or says more than fits.
class Gateway {
 public:
  Gateway(std::shared_ptr<kit::HttpClient> client, std::string base_url);
  Result<kit::Response> Forward(const kit::Request& request) const;

 private:
  std::shared_ptr<kit::HttpClient> client_;
  std::string base_url_;
};

}  // namespace callboard::server
