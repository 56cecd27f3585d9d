#pragma once
// The client's files, as the web build lays them down.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "functions/kit/http.hpp"

namespace callboard::server {

/// Holds every file of a folder in memory, with the .br and .gz siblings that the build made. Files whose name carries
/// a content hash are immutable; everything else is asked for again each time, by its etag.
class StaticFiles {
 public:
  /// NotFound when `folder` holds no index.html.
  static Result<StaticFiles> Load(const std::filesystem::path& folder);

  /// Answers a GET: the file, or index.html for a path that has no file and looks like a page (its last part has no
  /// dot).
  [[nodiscard]] Result<kit::Response> Answer(const kit::Request& request) const;

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::string cache_control;
    std::string plain;
    std::string brotli;  // "" when there is none
    std::string gzip;
  };

  [[nodiscard]] static File ReadWithSiblings(const std::filesystem::path& path);
  [[nodiscard]] kit::Response ResponseFor(const File& file, const kit::Request& request) const;

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace callboard::server
