#include <format>

#include "functions/catalog/source_reader.hpp"

namespace callboard::catalog {

const Integrations& SourceReader::Hosts() const {
  static const Integrations hosts = Integrations::From(kit::Config()).value_or(Integrations{});
  return hosts;
}

LocationReader::LocationReader(std::unique_ptr<SourceReader> files, std::unique_ptr<SourceReader> urls)
    : files_(std::move(files)), urls_(std::move(urls)) {}

Result<SourceContent> LocationReader::Read(const SourceLocation& location, std::string_view known_version) {
  if (location.type == "file") return files_->Read(location, known_version);
  if (location.type == "url") return urls_->Read(location, known_version);
  return Fail(ErrorCode::InvalidInput,
              std::format("no reader for locations of type \"{}\" (known: file, url)", location.type));
}

}  // namespace callboard::catalog
