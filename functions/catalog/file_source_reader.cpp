#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <format>
#include <memory>
#include <string>
#include <system_error>

#include "functions/catalog/source_reader.hpp"
#include "functions/kit/digest.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

namespace fs = std::filesystem;

bool IsPattern(std::string_view part) {
  return part.find_first_of("*?[") != std::string_view::npos;
}

std::unexpected<Error> Unreadable(const fs::path& path, int number) {
  const bool is_absent = number == ENOENT || number == ENOTDIR;
  return Fail(is_absent ? ErrorCode::NotFound : ErrorCode::Unavailable,
              std::format("{} could not be read: {}", path.string(), std::generic_category().message(number)));
}

/// By stdio, which tells the end of a file from an error; a stream's buffer does not.
Result<std::string> ReadFile(const fs::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
  if (!file) return Unreadable(path, errno);
  std::string text;
  std::array<char, 64U * 1024> chunk;
  while (const std::size_t length = std::fread(chunk.data(), 1, chunk.size(), file.get())) {
    text.append(chunk.data(), length);
    if (text.size() > kMaxSourceBytes)
      return Fail(ErrorCode::TooLarge, std::format("{} is larger than {} bytes", path.string(), kMaxSourceBytes));
  }
  if (std::ferror(file.get()) != 0) return Unreadable(path, errno);
  return text;
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
  if (found.size() > kMaxGlobFiles) return;
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

Result<std::vector<SourceFile>> ReadFiles(const SourceLocation& location) {
  if (location.target.contains('\0')) return Fail(ErrorCode::InvalidInput, "a path must not hold NUL characters");
  const fs::path target = fs::absolute(location.target).lexically_normal();
  if (!IsPattern(target.string())) {
    auto text = ReadFile(target);
    if (!text) return std::unexpected(text.error());
    return std::vector{SourceFile{{location.type, target.string()}, std::move(text)}};
  }
  const std::vector<fs::path> paths = Glob(target.string());
  if (paths.empty()) return Fail(ErrorCode::NotFound, std::format("file {} does not exist", location.target));
  if (paths.size() > kMaxGlobFiles)
    return Fail(ErrorCode::TooLarge, std::format("{} stands for more than {} files", location.target, kMaxGlobFiles));
  std::vector<SourceFile> files;
  std::size_t bytes = 0;
  for (const fs::path& path : paths) {
    files.push_back({{location.type, path.string()}, ReadFile(path)});
    bytes += files.back().text ? files.back().text->size() : 0;
    if (bytes > kMaxGlobBytes)
      return Fail(ErrorCode::TooLarge, std::format("{} stands for more than {} bytes", location.target, kMaxGlobBytes));
  }
  return files;
}

/// Of names, texts and errors.
std::string VersionOf(const std::vector<SourceFile>& files) {
  std::string all;
  for (const SourceFile& file : files) {
    all += file.location.target;
    all += '\0';
    all += file.text ? kit::Sha1Hex(*file.text) : file.text.error().message;
  }
  return kit::Sha1Hex(all);
}

}  // namespace

Result<SourceContent> FileSourceReader::Read(const SourceLocation& location, std::string_view known_version) {
  auto files = ReadFiles(location);
  if (!files) return std::unexpected(files.error());
  std::string version = VersionOf(*files);
  if (version == known_version) return SourceContent{.files = {}, .version = std::move(version), .unchanged = true};
  return SourceContent{.files = std::move(*files), .version = std::move(version)};
}

}  // namespace callboard::catalog
