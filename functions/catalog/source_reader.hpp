#pragma once
// Reading what a location points at.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/location.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

/// `location` is the file itself, after globs are resolved; `text` an error when it is one of several and cannot be
/// read.
struct SourceFile {
  SourceLocation location;
  Result<std::string> text;
};

/// What is at a location: the files that it stands for, in the order of their names. `version` tells this content from
/// another ("" when the source has no cheap way to say); with `unchanged` the content is that of the version that the
/// caller knows, and `files` is empty.
struct SourceContent {
  std::vector<SourceFile> files;
  std::string version;
  bool unchanged = false;
};

/// What is going to be read, and the version of it that the reader of it has.
struct KnownSource {
  SourceLocation location;
  std::string known_version;
};

class SourceReader {
 public:
  virtual ~SourceReader() = default;

  /// `known_version` is of an earlier content of the same location, or "". NotFound when nothing is there; InvalidInput
  /// for a type that nobody reads; Forbidden for a target outside what the configuration allows; TooLarge above the
  /// limits below; Unavailable when something is there and cannot be read.
  virtual Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) = 0;

  /// The source code hosts by whose rules URLs are read and resolved; those of an empty configuration unless the reader
  /// knows better.
  [[nodiscard]] virtual const Integrations& Hosts() const;

  /// Reads ahead what Read is going to be asked for; returns when that is there, or at the deadline. Forget lets go of
  /// it.
  virtual void Prefetch(const std::vector<KnownSource>& sources, std::chrono::steady_clock::time_point deadline);
  virtual void Forget() {}
};

inline constexpr std::size_t kMaxSourceBytes = 16U * 1024 * 1024;
/// Of all the files that one target stands for.
inline constexpr std::size_t kMaxGlobFiles = 10'000;
inline constexpr std::size_t kMaxGlobBytes = 8 * kMaxSourceBytes;

/// Files of this machine; `*`, `?`, `[…]` and `**` in a target make it a glob.
class FileSourceReader : public SourceReader {
 public:
  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override;
};

/// Chooses the reader by the location's type.
class LocationReader : public SourceReader {
 public:
  LocationReader(std::unique_ptr<SourceReader> files, std::unique_ptr<SourceReader> urls);
  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override;
  [[nodiscard]] const Integrations& Hosts() const override { return urls_->Hosts(); }
  /// Only of URLs: files are near.
  void Prefetch(const std::vector<KnownSource>& sources, std::chrono::steady_clock::time_point deadline) override;
  void Forget() override { urls_->Forget(); }

 private:
  std::unique_ptr<SourceReader> files_;
  std::unique_ptr<SourceReader> urls_;
};

}  // namespace callboard::catalog
