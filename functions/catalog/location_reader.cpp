#include <format>

#include "functions/catalog/source_reader.hpp"

namespace callboard::catalog {

LocationReader::LocationReader(std::unique_ptr<SourceReader> files, std::unique_ptr<SourceReader> urls)
    : files_(std::move(files)), urls_(std::move(urls)) {}

Result<std::vector<SourceFile>> LocationReader::Read(const SourceLocation& location) {
  if (location.type == "file") return files_->Read(location);
  if (location.type == "url") return urls_->Read(location);
  return Fail(ErrorCode::InvalidInput,
              std::format("no reader for locations of type \"{}\" (known: file, url)", location.type));
}

}  // namespace callboard::catalog
