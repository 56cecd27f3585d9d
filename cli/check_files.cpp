#include "cli/check_files.hpp"

#include <charconv>
#include <deque>
#include <filesystem>
#include <format>
#include <set>
#include <utility>

#include "functions/catalog/processor.hpp"
#include "functions/catalog/rules.hpp"
#include "functions/kit/http.hpp"
#include "shared/base/text.hpp"
#include "shared/model/validate.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::cli {
namespace {

namespace fs = std::filesystem;
using catalog::SourceContent;
using catalog::SourceFile;
using catalog::SourceLocation;

constexpr std::string_view kStandardInput = "<stdin>";

/// Files of this machine and texts that a test or the standard input gives. Of a URL it says that something is there.
class OfflineReader : public catalog::SourceReader {
 public:
  void AddText(std::string target, std::string_view text) { texts_.emplace(std::move(target), text); }

  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override {
    if (location.type == "url") {
      unread_.push_back(location.target);
      return SourceContent{.files = {{location, std::string("{}")}}};
    }
    const auto given = texts_.find(location.target);
    if (given != texts_.end()) return SourceContent{.files = {{location, given->second}}};
    return files_.Read(location, known_version);
  }

  /// The URLs that were asked for since.
  std::vector<std::string> TakeUnread() { return std::exchange(unread_, {}); }

 private:
  catalog::FileSourceReader files_;
  std::map<std::string, std::string> texts_;
  std::vector<std::string> unread_;
};

class Checker {
 public:
  Checker(OfflineReader& reader, std::string folder) : reader_(reader), folder_(std::move(folder)) {}

  /// The documents of every file at `target`. An error when there is none.
  Status Read(const std::string& target) {
    const auto content = reader_.Read({"file", target}, "");
    if (!content) return std::unexpected(content.error());
    for (const SourceFile& file : content->files) {
      if (!seen_.insert(file.location.target).second) continue;
      if (!file.text) return std::unexpected(file.text.error());
      ReadFile(file.location, *file.text);
    }
    return {};
  }

  /// What Locations lead to, and what that leads to.
  void Follow() {
    for (; !targets_.empty(); targets_.pop_front()) {
      const Target& target = targets_.front();
      if (const auto read = Read(target.file); !read) {
        if (target.is_optional && read.error().code == ErrorCode::NotFound) continue;
        Add(target.place, target.path,
            std::format("the target {} cannot be read: {}", NameOf(target.file), read.error().message));
      }
    }
  }

  CheckedFiles Take() { return std::move(checked_); }

 private:
  struct Place {
    std::string file;
    std::size_t document = 0;
    std::size_t line = 0;
    std::string entity_ref = {};
  };

  struct Target {
    std::string file;
    bool is_optional = false;
    Place place;
    std::string path;
  };

  [[nodiscard]] std::string NameOf(const std::string& target) const {
    const std::string name = fs::path(target).lexically_proximate(folder_).generic_string();
    return name.starts_with("../../..") ? target : name;
  }

  void Add(const Place& place, std::string path, std::string message, Level level = Level::Error) {
    Finding finding{.level = level,
                    .message = std::move(message),
                    .file = place.file,
                    .document = place.document,
                    .line = place.line,
                    .path = std::move(path),
                    .entity_ref = place.entity_ref};
    Locate(checked_, finding);
    checked_.findings.push_back(std::move(finding));
  }

  void ReadFile(const SourceLocation& location, const std::string& text) {
    const std::string name = NameOf(location.target);
    ++checked_.files;
    checked_.texts.emplace(name, text);
    if (!kit::IsPlainText(text)) {
      const auto lines = Split(text, '\n');
      const auto bad = std::ranges::find_if_not(lines, kit::IsPlainText);
      return Add({name, 0, static_cast<std::size_t>(bad - lines.begin()) + 1}, "",
                 "expected UTF-8 without NUL characters");
    }
    auto documents = model::ParseYamlDocuments(text);
    if (documents.empty()) Add({name}, "", "the file holds no document", Level::Warning);
    for (model::YamlDocument& document : documents) {
      if (document.content)
        CheckDocument(location, {name, document.number, document.line}, std::move(*document.content));
      else
        AddYamlError({name, document.number, document.line}, document.content.error().message);
    }
  }

  /// The error says where it is.
  void AddYamlError(Place place, const std::string& message) {
    constexpr std::string_view kLine = "line ";
    if (const std::size_t at = message.find(kLine); at != std::string::npos)
      std::from_chars(message.data() + at + kLine.size(), message.data() + message.size(), place.line);
    Add(place, "", message);
  }

  void CheckDocument(const SourceLocation& location, Place place, Json document) {
    model::Entity entity{std::move(document)};
    const bool has_name = !model::Kind(entity).empty() && !model::Name(entity).empty();
    if (has_name) place.entity_ref = model::RefText(entity);
    const bool is_location = EqualsIgnoringCase(model::Kind(entity), "Location");
    const std::size_t errors_before = CountErrors(checked_.findings);
    if (has_name && !is_location) {
      CheckEntity(location, place, entity);
    } else {
      const auto problems = model::ValidateEntity(entity.document);
      for (const model::EntityProblem& problem : problems) Add(place, problem.path, problem.message);
      if (problems.empty() && !has_name) Add(place, "", "expected kind and metadata.name");
      if (problems.empty() && is_location) QueueTargets(location, place, entity);
    }
    if (has_name) CheckUnique(place);
    if (CountErrors(checked_.findings) == errors_before)
      checked_.entities.push_back({std::move(entity), place.entity_ref, place.file, place.document, place.line});
  }

  /// Leaves the entity as the catalog would take it.
  void CheckEntity(const SourceLocation& location, const Place& place, model::Entity& entity) {
    const bool can_carry =
        entity.document["metadata"].is_object() && (!entity.document["metadata"].contains("annotations") ||
                                                    entity.document["metadata"]["annotations"].is_object());
    if (can_carry) {
      model::SetAnnotation(entity, catalog::kManagedByLocation, LocationText(location));
      model::SetAnnotation(entity, catalog::kManagedByOriginLocation, LocationText(location));
    }
    catalog::ProcessingResult result =
        ProcessEntity({entity, LocationText(location), place.document}, catalog::CatalogRules({}), reader_);
    for (const catalog::ProcessingProblem& problem : result.problems)
      Add(place, problem.path, std::string(ReasonOf(problem)));
    for (const std::string& url : reader_.TakeUnread())
      Add(place, "", std::format("{} is not read here: whether it exists is not known", url), Level::Warning);
    if (!result.accepted) return;
    entity = std::move(result.entity);
    Json& annotations = entity.document["metadata"]["annotations"];
    annotations.erase(std::string(catalog::kManagedByLocation));
    annotations.erase(std::string(catalog::kManagedByOriginLocation));
    if (annotations.empty()) entity.document["metadata"].erase("annotations");
  }

  void QueueTargets(const SourceLocation& location, const Place& place, const model::Entity& entity) {
    if (model::SpecString(entity, "type") == "url") return;
    const bool is_optional = model::SpecString(entity, "presence") == "optional";
    const auto queue = [&](const Json& target, std::string path) {
      const std::string text = target.is_string() ? target.get<std::string>() : "";
      if (text.empty() || text.starts_with("http://") || text.starts_with("https://")) return;
      const std::string file = (fs::path(location.target).parent_path() / text).lexically_normal().generic_string();
      targets_.push_back({file, is_optional, place, std::move(path)});
    };
    const Json& spec = entity.document["spec"];
    if (const Json* const target = FindMember(spec, "target")) queue(*target, "/spec/target");
    const Json* const list = FindMember(spec, "targets");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
      queue((*list)[i], std::format("/spec/targets/{}", i));
  }

  void CheckUnique(const Place& place) {
    const auto [first, is_new] = places_.try_emplace(place.entity_ref, place);
    if (is_new) return;
    Add(place, "",
        std::format("{} is defined twice: also in {}:{}", place.entity_ref, first->second.file, first->second.line));
  }

  OfflineReader& reader_;
  std::string folder_;
  CheckedFiles checked_;
  std::set<std::string> seen_;
  std::deque<Target> targets_;
  std::map<std::string, Place> places_;
};

std::string Absolute(const std::string& folder, const std::string& name) {
  return (fs::path(folder) / name).lexically_normal().generic_string();
}

}  // namespace

void Locate(const CheckedFiles& checked, Finding& finding) {
  const auto text = checked.texts.find(finding.file);
  if (text == checked.texts.end()) return;
  if (finding.document != 0 && !finding.path.empty())
    finding.line = model::LineOfPath(text->second, finding.document, finding.path);
  const auto lines = Split(text->second, '\n');
  if (finding.line == 0 || finding.line > lines.size()) return;
  const std::size_t column = lines[finding.line - 1].find_first_not_of(" \t-");
  finding.column = column == std::string_view::npos ? 1 : column + 1;
}

Result<CheckedFiles> CheckFiles(const std::vector<std::string>& names, std::string_view standard_input,
                                const std::string& folder) {
  OfflineReader reader;
  Checker checker(reader, folder);
  for (const std::string& name : names) {
    const std::string target = Absolute(folder, name == "-" ? std::string(kStandardInput) : name);
    if (name == "-") reader.AddText(target, standard_input);
    if (auto read = checker.Read(target); !read) return Fail(read.error(), name);
  }
  checker.Follow();
  return checker.Take();
}

CheckedFiles CheckText(std::string_view text, const std::string& name, const std::string& folder) {
  OfflineReader reader;
  Checker checker(reader, folder);
  const std::string target = Absolute(folder, name);
  reader.AddText(target, text);
  // A text that is given can be read.
  static_cast<void>(checker.Read(target));
  return checker.Take();
}

}  // namespace callboard::cli
