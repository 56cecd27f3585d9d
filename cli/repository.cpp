#include "cli/repository.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <set>

#include "shared/base/json.hpp"
#include "shared/base/text.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 50'000;
constexpr std::size_t kMaxTextBytes = 1024UL * 1024;
constexpr std::size_t kMaxApis = 20;
constexpr std::size_t kMaxLanguages = 4;

/// Not of this repository's making, or not what it offers.
constexpr std::array<std::string_view, 17> kSkippedFolders = {
    "node_modules", "vendor",   "third_party",      "target",   "build", "dist",  "out",       "venv",    "__pycache__",
    "testdata",     "fixtures", "bower_components", "coverage", "test",  "tests", "generated", "examples"};

struct Language {
  std::string_view extension;
  std::string_view tag;
};

constexpr std::array kLanguages = {
    Language{".c", "c"},
    Language{".cc", "c++"},
    Language{".cpp", "c++"},
    Language{".hpp", "c++"},
    Language{".cs", "csharp"},
    Language{".cxx", "c++"},
    Language{".dart", "dart"},
    Language{".ex", "elixir"},
    Language{".go", "go"},
    Language{".hs", "haskell"},
    Language{".java", "java"},
    Language{".js", "javascript"},
    Language{".jsx", "javascript"},
    Language{".kt", "kotlin"},
    Language{".lua", "lua"},
    Language{".mjs", "javascript"},
    Language{".php", "php"},
    Language{".py", "python"},
    Language{".rb", "ruby"},
    Language{".rs", "rust"},
    Language{".scala", "scala"},
    Language{".swift", "swift"},
    Language{".tf", "terraform"},
    Language{".ts", "typescript"},
    Language{".tsx", "typescript"},
    Language{".vue", "vue"},
};

/// "" when there is no such file, or it is too large to be what it is taken for.
std::string ReadText(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > kMaxTextBytes) return "";
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The repository's configuration; .git may be a file that says where it is (worktrees, submodules).
std::string GitConfig(const fs::path& folder) {
  const fs::path git = folder / ".git";
  if (fs::is_directory(git)) return ReadText(git / "config");
  std::string pointer = ReadText(git);
  const std::string_view target = TrimSpace(pointer);
  if (!target.starts_with("gitdir:")) return "";
  const fs::path own = folder / TrimSpace(target.substr(7));
  const std::string common(TrimSpace(ReadText(own / "commondir")));
  return ReadText(own / common / "config");
}

class Scanner {
 public:
  explicit Scanner(fs::path folder) : folder_(std::move(folder)) {}

  Repository Run() {
    Walk();
    ReadFacts();
    RankLanguages();
    repository_.type = TypeOf();
    std::ranges::sort(repository_.apis, {}, &ApiFile::path);
    if (repository_.apis.size() > kMaxApis) repository_.apis.resize(kMaxApis);
    return std::move(repository_);
  }

 private:
  void Walk() {
    std::error_code error;
    fs::recursive_directory_iterator entry(folder_, fs::directory_options::skip_permission_denied, error);
    std::size_t files = 0;
    for (; !error && entry != fs::recursive_directory_iterator() && files < kMaxFiles; entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (entry->is_symlink()) continue;
      if (entry->is_directory()) {
        if (name.starts_with('.') || std::ranges::find(kSkippedFolders, name) != kSkippedFolders.end())
          entry.disable_recursion_pending();
        continue;
      }
      if (!entry->is_regular_file()) continue;
      ++files;
      LookAt(entry->path());
    }
  }

  void LookAt(const fs::path& path) {
    const std::string extension = ToLowerAscii(path.extension().string());
    const auto* const language = std::ranges::find(kLanguages, extension, &Language::extension);
    if (language != kLanguages.end()) {
      std::error_code error;
      const auto size = fs::file_size(path, error);
      if (!error) bytes_[language->tag] += size;
    }
    if (extension == ".go" && !has_go_program_) has_go_program_ = ReadText(path).contains("package main");
    if (extension == ".yaml" || extension == ".yml" || extension == ".json") LookForApi(path);
    if (extension == ".graphql" || extension == ".graphqls") {
      const std::string text = ReadText(path);
      if (text.contains("type Query") || text.contains("type Mutation")) AddApi(path, "graphql");
    }
    if (extension == ".proto" && HasLine(ReadText(path), "service ")) AddApi(path, "grpc");
  }

  static bool HasLine(std::string_view text, std::string_view beginning) {
    return std::ranges::any_of(Split(text, '\n'), [&](std::string_view line) { return line.starts_with(beginning); });
  }

  void LookForApi(const fs::path& path) {
    const std::string text = ReadText(path);
    // Cheap before exact: few files of a repository describe an API.
    const std::pair<std::string_view, std::string_view> keys[] = {
        {"openapi", "openapi"}, {"swagger", "openapi"}, {"asyncapi", "asyncapi"}};
    for (const auto& [key, type] : keys) {
      if (!HasLine(text, std::format("{}:", key)) && !text.contains(std::format("\"{}\"", key))) continue;
      const auto documents = model::ParseYamlDocuments(text);
      if (documents.size() != 1 || !documents[0].content) continue;
      const Json* const version = FindMember(*documents[0].content, key);
      const Json* const info = FindMember(*documents[0].content, "info");
      if (version == nullptr || version->is_structured() || info == nullptr) continue;
      AddApi(path, std::string(type), std::string(StringMember(*info, "title")));
      return;
    }
  }

  void AddApi(const fs::path& path, std::string type, std::string title = {}) {
    repository_.apis.push_back({path.lexically_relative(folder_).generic_string(), std::move(type), std::move(title)});
  }

  /// The first of the files that exists.
  [[nodiscard]] std::string FirstText(std::initializer_list<const char*> names) const {
    for (const char* const name : names) {
      if (fs::is_regular_file(folder_ / name)) return ReadText(folder_ / name);
    }
    return "";
  }

  void ReadFacts() {
    repository_.folder_name = folder_.filename().string();
    repository_.hosting = HostingFrom(RemoteUrl(GitConfig(folder_)));
    repository_.readme = ReadmeFrom(FirstText({"README.md", "readme.md", "Readme.md", "README.markdown", "README"}));
    repository_.owner =
        OwnerFrom(FirstText({".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}));
    repository_.has_docs = fs::exists(folder_ / "mkdocs.yml") || fs::exists(folder_ / "mkdocs.yaml");
    if (const auto manifest = ParseJson(FirstText({"package.json"}))) {
      package_ = *manifest;
      repository_.description = StringMember(package_, "description");
      repository_.title = StringMember(package_, "displayName");
    }
  }

  void RankLanguages() {
    std::vector<std::pair<std::uintmax_t, std::string_view>> ranked;
    std::uintmax_t total = 0;
    for (const auto& [tag, bytes] : bytes_) {
      ranked.emplace_back(bytes, tag);
      total += bytes;
    }
    std::ranges::sort(ranked, std::greater{});
    for (const auto& [bytes, tag] : ranked) {
      if (bytes * 10 >= total && repository_.languages.size() < kMaxLanguages) repository_.languages.emplace_back(tag);
    }
  }

  [[nodiscard]] bool DependsOn(std::initializer_list<std::string_view> names) const {
    for (const char* const list : {"dependencies", "devDependencies"}) {
      const Json* const dependencies = FindMember(package_, list);
      if (dependencies == nullptr) continue;
      if (std::ranges::any_of(names, [&](std::string_view name) { return FindMember(*dependencies, name) != nullptr; }))
        return true;
    }
    return false;
  }

  [[nodiscard]] std::string TypeOfPackage() const {
    const Json* const scripts = FindMember(package_, "scripts");
    if (DependsOn({"express", "fastify", "koa", "@nestjs/core", "@hapi/hapi"})) return "service";
    const bool is_offered = FindMember(package_, "main") != nullptr || FindMember(package_, "exports") != nullptr;
    if (is_offered && (scripts == nullptr || FindMember(*scripts, "start") == nullptr)) return "library";
    if (DependsOn({"react-dom", "next", "vue", "nuxt", "@angular/core", "svelte", "vite", "astro", "gatsby"}))
      return "website";
    return scripts != nullptr && FindMember(*scripts, "start") != nullptr ? "service" : "library";
  }

  /// One row a build system: the file, and what in it (or beside it) makes a program of it.
  [[nodiscard]] std::string TypeOf() const {
    if (package_.is_object() && !package_.empty()) return TypeOfPackage();
    const auto service_if = [](bool is_service) { return is_service ? "service" : "library"; };
    if (const std::string pom = FirstText({"pom.xml"}); !pom.empty())
      return service_if(pom.contains("spring-boot") || pom.contains("<packaging>war") || pom.contains("quarkus"));
    if (const std::string gradle = FirstText({"build.gradle", "build.gradle.kts"}); !gradle.empty())
      return service_if(gradle.contains("spring") || gradle.contains("application"));
    if (fs::exists(folder_ / "go.mod")) return service_if(has_go_program_);
    if (const std::string cargo = FirstText({"Cargo.toml"}); !cargo.empty())
      return service_if(cargo.contains("[[bin]]") || fs::exists(folder_ / "src/main.rs"));
    if (const std::string cmake = FirstText({"CMakeLists.txt"}); !cmake.empty())
      return service_if(cmake.contains("add_executable"));
    if (fs::exists(folder_ / "Dockerfile") || fs::exists(folder_ / "manage.py")) return "service";
    if (const std::string python = FirstText({"pyproject.toml", "requirements.txt", "setup.py"}); !python.empty())
      return service_if(python.contains("fastapi") || python.contains("flask") || python.contains("django"));
    return fs::exists(folder_ / "index.html") ? "website" : "";
  }

  fs::path folder_;
  Repository repository_;
  std::map<std::string_view, std::uintmax_t> bytes_;
  bool has_go_program_ = false;
  Json package_;
};

}  // namespace

Result<Repository> ReadRepository(const std::string& folder) {
  std::error_code error;
  const fs::path path = fs::canonical(folder, error);
  if (error || !fs::is_directory(path)) return Fail(ErrorCode::NotFound, std::format("{} is no folder", folder));
  return Scanner(path).Run();
}

}  // namespace callboard::cli
