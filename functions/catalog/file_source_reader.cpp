#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <string>

#include "functions/catalog/source_reader.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

namespace fs = std::filesystem;

bool IsPattern(std::string_view part) {
  return part.find_first_of("*?[") != std::string_view::npos;
}

Result<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return Fail(ErrorCode::NotFound, std::format("{} could not be read: {}", path.string(), error.message()));
  if (size > kMaxSourceBytes)
    return Fail(ErrorCode::TooLarge, std::format("{} is larger than {} bytes", path.string(), kMaxSourceBytes));
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Fail(ErrorCode::NotFound, std::format("{} could not be read", path.string()));
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::vector<fs::path> EntriesOf(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    entries.push_back(it->path());
  }
  std::ranges::sort(entries);
  return entries;
}

/// Matches the path parts from `at` on below `folder`. "**" stands for any number of folders; links to folders are not
/// followed there.
void Expand(const fs::path& folder, const std::vector<std::string_view>& parts, std::size_t at,
            std::vector<fs::path>& found) {
  if (at == parts.size()) {
    std::error_code error;
    if (fs::is_regular_file(folder, error)) found.push_back(folder);
    return;
  }
  const std::string part(parts[at]);
  if (!IsPattern(part)) return Expand(folder / part, parts, at + 1, found);
  if (part == "**") Expand(folder, parts, at + 1, found);
  for (const fs::path& entry : EntriesOf(folder)) {
    std::error_code error;
    if (part == "**") {
      if (!entry.filename().string().starts_with('.') && fs::is_directory(fs::symlink_status(entry, error)))
        Expand(entry, parts, at, found);
    } else if (fnmatch(part.c_str(), entry.filename().c_str(), FNM_PERIOD) == 0) {
      Expand(entry, parts, at + 1, found);
    }
  }
}

std::vector<fs::path> Glob(const std::string& pattern) {
  std::vector<fs::path> found;
  Expand("/", Split(std::string_view(pattern).substr(1), '/'), 0, found);
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  return found;
}

}  // namespace

Result<std::vector<SourceFile>> FileSourceReader::Read(const SourceLocation& location) {
  const fs::path target = fs::absolute(location.target).lexically_normal();
  std::vector<fs::path> paths{target};
  if (IsPattern(target.string())) paths = Glob(target.string());
  if (paths.empty()) return Fail(ErrorCode::NotFound, std::format("file {} does not exist", location.target));
  std::vector<SourceFile> files;
  for (const fs::path& path : paths) {
    auto text = ReadFile(path);
    if (!text) return std::unexpected(text.error());
    files.push_back({{location.type, path.string()}, std::move(*text)});
  }
  return files;
}

}  // namespace callboard::catalog
