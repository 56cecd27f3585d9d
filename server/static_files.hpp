#pragma once
// The client's files, as the web build lays them down.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "functions/kit/compress.hpp"
#include "functions/kit/http.hpp"

namespace callboard::server {

/// Holds every file of a folder in memory, with the .br and .gz siblings that the build made. Files whose name carries
/// a content hash are immutable; everything else is asked for again each time, by its etag.
class StaticFiles {
 public:
  /// NotFound when `folder` holds no index.html.
  static Result<StaticFiles> Load(const std::filesystem::path& folder);

  /// Answers a GET, whole even if the caller has it (kit::Finalise compares etags): the file, or index.html for a path
  /// that has no file and looks like a page (its last part has no dot).
  [[nodiscard]] Result<kit::Response> Answer(const kit::Request& request) const;

 private:
  /// A strong etag promises equal bytes, so each coding has its own.
  struct Variant {
    std::string body;  // "" when there is none
    std::string etag;
  };
  struct File {
    std::string content_type;
    std::string cache_control;
    Variant plain;
    Variant brotli;
    Variant gzip;
  };

  [[nodiscard]] static Variant ReadVariant(const std::filesystem::path& path);
  [[nodiscard]] static File ReadWithSiblings(const std::filesystem::path& path);
  [[nodiscard]] static const Variant& VariantFor(const File& file, kit::ContentCoding coding);
  [[nodiscard]] kit::Response ResponseFor(const File& file, const kit::Request& request) const;

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace callboard::server
