#include <format>

#include "functions/catalog/source_reader.hpp"

namespace callboard::catalog {

const Integrations& SourceReader::Hosts() const {
  static const Integrations kHosts = Integrations::From(kit::Config()).value_or(Integrations{});
  return kHosts;
}

void SourceReader::Prefetch(const std::vector<KnownSource>&, std::chrono::steady_clock::time_point) {}

LocationReader::LocationReader(std::unique_ptr<SourceReader> files, std::unique_ptr<SourceReader> urls)
    : files_(std::move(files)), urls_(std::move(urls)) {}

Result<SourceContent> LocationReader::Read(const SourceLocation& location, std::string_view known_version) {
  if (location.type == "file") return files_->Read(location, known_version);
  if (location.type == "url") return urls_->Read(location, known_version);
  return Fail(ErrorCode::InvalidInput,
              std::format("no reader for locations of type \"{}\" (known: file, url)", location.type));
}

void LocationReader::Prefetch(const std::vector<KnownSource>& sources, std::chrono::steady_clock::time_point deadline) {
  std::vector<KnownSource> far;
  for (const KnownSource& source : sources) {
    if (source.location.type == "url") far.push_back(source);
  }
  urls_->Prefetch(far, deadline);
}

}  // namespace callboard::catalog
