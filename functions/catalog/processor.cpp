#include "functions/catalog/processor.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "functions/catalog/entity_sources.hpp"
#include "functions/catalog/placeholders.hpp"
#include "functions/kit/http.hpp"
#include "shared/base/text.hpp"
#include "shared/model/relations.hpp"
#include "shared/model/validate.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxProblems = 20;

/// The database indexes refs in pairs and refuses entries above 2.7 kB. Valid refs are far shorter.
constexpr std::size_t kMaxRefBytes = 512;

/// Why `entity` cannot even be kept as an entity that waits to be processed; "" when it can.
std::string RefusalOf(const model::Entity& entity) {
  if (model::Name(entity).empty() || model::Kind(entity).empty())
    return "expected a document with kind and metadata.name";
  const Json* const annotations = FindMember(entity.document["metadata"], "annotations");
  if (annotations != nullptr && !annotations->is_null() && !annotations->is_object())
    return "metadata.annotations must be an object";
  const std::string ref = model::RefText(entity);
  if (!kit::IsPlainText(ref)) return "kind, namespace and name must not hold NUL characters";
  if (ref.size() > kMaxRefBytes)
    return std::format("kind, namespace and name take {} bytes, more than {}", ref.size(), kMaxRefBytes);
  return "";
}

/// State of one run: collects problems and knows where the entity stands.
class Run {
 public:
  Run(const UnprocessedEntity& unprocessed, const CatalogRules& rules, SourceReader& reader, const SourceState& known,
      const ChildSink* sink)
      : unprocessed_(unprocessed),
        rules_(rules),
        reader_(reader),
        known_(known),
        sink_(sink),
        ref_(model::RefText(unprocessed.entity)) {
    result_.entity = unprocessed.entity;
    location_ = ParseLocationText(model::Annotation(result_.entity, kManagedByLocation)).value_or(SourceLocation{});
    origin_ = ParseLocationText(model::Annotation(result_.entity, kManagedByOriginLocation)).value_or(location_);
  }

  ProcessingResult Finish() {
    PrepareEntity();
    if (!is_refused_) Validate();
    if (!is_refused_ && EqualsIgnoringCase(model::Kind(result_.entity), "Location")) ReadTargets();
    result_.accepted = !is_refused_;
    if (result_.accepted) {
      EmitRelations();
      // Last: until here, the places of problems are those in the file.
      model::SortRefLists(result_.entity);
    }
    if (problems_left_out_ > 0) {
      result_.problems.push_back(
          {.error = {.code = ErrorCode::InvalidInput, .message = std::format("{} more problems", problems_left_out_)},
           .name = "InputError"});
    }
    return std::move(result_);
  }

 private:
  void PrepareEntity() {
    Json& document = result_.entity.document;
    if (!document.is_object() || !document.contains("metadata") || !document["metadata"].is_object()) return;
    document["metadata"].emplace("namespace", model::kDefaultNamespace);
    AnnotateLocation(result_.entity, location_, origin_, reader_.Hosts());
    if (auto resolved = ResolvePlaceholders(document, location_, reader_); !resolved) {
      const auto& [error, path] = resolved.error();
      Refuse(
          {.error = error, .name = "InputError", .path = path, .cause_name = "Error", .cause_message = error.message},
          std::format("Processor PlaceholderProcessor threw an error while preprocessing; caused by Error: {}",
                      error.message));
    }
  }

  void Validate() {
    for (const model::EntityProblem& problem : model::ValidateEntity(result_.entity.document, rules_.Unknown())) {
      ProcessingProblem found{.name = "InputError", .path = problem.path};
      found.cause_message = problem.message;
      switch (problem.step) {
        case model::ValidationStep::Envelope:
        case model::ValidationStep::FieldFormat:
          found.cause_name = "Error";
          Refuse(std::move(found),
                 std::format("Policy check failed for {}; caused by Error: {}", ref_, problem.message));
          break;
        case model::ValidationStep::Schema:
          found.cause_name = "TypeError";
          Refuse(std::move(found),
                 std::format("Processor BuiltinKindsEntityProcessor threw an error while validating the "
                             "entity {}; caused by TypeError: {}",
                             ref_, problem.message));
          break;
        case model::ValidationStep::UnknownKind:
          found.cause_message.clear();
          Refuse(std::move(found), problem.message);
          break;
      }
    }
  }

  /// The targets of a Location entity; one that cannot be read does not keep the others out.
  void ReadTargets() {
    const std::string_view type = TargetType(result_.entity, location_);
    // Else a file from elsewhere could have this machine's files read.
    if (type != location_.type && type != "url") {
      result_.partial = true;
      return Add({.name = "InputError", .path = "/spec/type"},
                 R"(Registered locations must be of an allowed type ["url"])");
    }
    const bool optional = model::SpecString(result_.entity, "presence") == "optional";
    const std::vector<EntityTarget> targets = TargetsOf(result_.entity, location_, reader_.Hosts());
    std::size_t unchanged = 0;
    for (const EntityTarget& target : targets) {
      target_path_ = target.path;
      if (ReadTarget(target.location, optional)) ++unchanged;
    }
    result_.unchanged = unchanged > 0 && unchanged == targets.size() && result_.problems.empty();
  }

  /// Says whether the target is as it was known.
  bool ReadTarget(const SourceLocation& target, bool optional) {
    const std::string text = LocationText(target);
    const auto known = known_.find(text);
    const auto content = reader_.Read(target, known == known_.end() ? "" : std::string_view(known->second.version));
    if (!content) {
      if (!optional || content.error().code != ErrorCode::NotFound) Unread(target, content.error());
      return false;
    }
    if (content->unchanged && known != known_.end()) {
      result_.state.insert(*known);
      std::ranges::copy(known->second.files, std::back_inserter(result_.kept_locations));
      return true;
    }
    const std::size_t problems = result_.problems.size() + problems_left_out_;
    TargetState read{content->version, {}};
    for (const SourceFile& file : content->files) {
      EmitFile(file);
      read.files.push_back(LocationText(file.location));
    }
    if (result_.problems.size() + problems_left_out_ == problems && !read.version.empty())
      result_.state.emplace(text, std::move(read));
    return false;
  }

  void EmitFile(const SourceFile& file) {
    child_positions_.clear();
    EmitDocuments(file);
    if (sink_ == nullptr) return;
    if (!is_refused_) (*sink_)(std::move(result_.children));
    result_.children.clear();
  }

  void Unread(const SourceLocation& target, const Error& error) {
    result_.partial = true;
    const bool is_missing_url = target.type == "url" && error.code == ErrorCode::NotFound;
    const std::string reason =
        is_missing_url ? std::format("no matching files found for {}", target.target) : error.message;
    Add({.error = error, .name = std::string(TraitsOf(error.code).backstage_name), .path = target_path_},
        std::format("Unable to read {}, {}", target.type, reason));
  }

  void EmitDocuments(const SourceFile& file) {
    if (!file.text) return Unread(file.location, file.text.error());
    const std::string_view text = *file.text;
    if (!kit::IsPlainText(LocationText(file.location))) return Misread(file, 1, 1, "its name is not UTF-8");
    if (!kit::IsPlainText(text)) return MisreadEncoding(file, text);
    for (model::YamlDocument& document : model::ParseYamlDocuments(text)) {
      if (!document.content) {
        Misread(file, document.number, document.line, document.content.error().message);
        continue;
      }
      model::Entity entity{std::move(*document.content)};
      if (const std::string refusal = RefusalOf(entity); refusal.empty()) {
        EmitChild(file, document.number, document.line, std::move(entity));
      } else {
        Misread(file, document.number, document.line, refusal);
      }
    }
  }

  void MisreadEncoding(const SourceFile& file, std::string_view text) {
    const auto lines = Split(text, '\n');
    const auto bad = std::ranges::find_if_not(lines, kit::IsPlainText);
    const std::string_view before = text.substr(0, static_cast<std::size_t>(bad->data() - text.data()));
    // The bad line may be the first of its document.
    const auto documents = model::ParseYamlDocuments(std::string(before) + "x");
    Misread(file, documents.empty() ? 1 : documents.back().number, static_cast<std::size_t>(bad - lines.begin()) + 1,
            "expected UTF-8 without NUL characters");
  }

  void Misread(const SourceFile& file, std::size_t document, std::size_t line, std::string_view reason) {
    result_.partial = true;
    ProcessingProblem problem{
        .name = "InputError", .file = LocationText(file.location), .document = document, .line = line};
    Add(std::move(problem),
        std::format("YAML error at {}, document {}: {}", LocationText(file.location), document, reason));
  }

  void EmitChild(const SourceFile& file, std::size_t document, std::size_t line, model::Entity child) {
    const std::string ref = model::RefText(child);
    // A Location whose targets include its own file is not its own parent: nothing could remove it then.
    if (ref == ref_) return;
    const std::string location = LocationText(file.location);
    model::SetAnnotation(child, kManagedByLocation, location);
    model::SetAnnotation(child, kManagedByOriginLocation, LocationText(origin_));
    if (!rules_.Allows(child, origin_)) {
      // As in Backstage, one disallowed kind keeps the whole location out.
      ProcessingProblem problem{.error = {.code = ErrorCode::Forbidden},
                                .name = "NotAllowedError",
                                .file = location,
                                .document = document,
                                .path = "/kind"};
      return Refuse(std::move(problem),
                    std::format("Entity {} at {} is not of an allowed kind for that location", ref, location));
    }
    const auto [known, is_new] = child_positions_.try_emplace(ref, result_.children.size());
    if (is_new) {
      result_.children.push_back({std::move(child), location, document});
      return;
    }
    // As in Backstage, the last one counts.
    UnprocessedEntity& before = result_.children[known->second];
    if (before.source_document != document) {
      Add({.name = "ConflictError", .file = location, .document = document, .line = line},
          std::format("Entity {} is defined twice in {}, in documents {} and {}; the last one counts", ref, location,
                      before.source_document, document));
    }
    before = {std::move(child), location, document};
  }

  void EmitRelations() {
    model::EmittedRelations emitted = model::RelationsOf(result_.entity);
    result_.relations = std::move(emitted.relations);
    for (const model::EntityProblem& problem : emitted.problems) {
      ProcessingProblem found{.name = "InputError", .path = problem.path};
      Add(std::move(found),
          std::format(
              "Processor BuiltinKindsEntityProcessor threw an error while postprocessing; caused by TypeError: {}",
              problem.message));
    }
  }

  /// A problem that keeps the entity out.
  void Refuse(ProcessingProblem problem, std::string message) {
    is_refused_ = true;
    Add(std::move(problem), std::move(message));
  }

  void Add(ProcessingProblem problem, std::string message) {
    if (result_.problems.size() == kMaxProblems) {
      ++problems_left_out_;
      return;
    }
    if (problem.error.message.empty())
      problem.error.code = problem.error.code == ErrorCode::Internal ? ErrorCode::InvalidInput : problem.error.code;
    problem.error.message = std::move(message);
    if (problem.file.empty()) Locate(problem);
    result_.problems.push_back(std::move(problem));
  }

  /// Problems are rare, so the line is looked up in the file only now.
  void Locate(ProcessingProblem& problem) {
    if (unprocessed_.source_document == 0) return;
    problem.file = LocationText(location_);
    problem.document = unprocessed_.source_document;
    if (!source_text_) {
      const auto content = reader_.Read(location_, "");
      source_text_ = content && content->files.size() == 1 ? content->files.front().text.value_or("") : "";
    }
    problem.line = model::LineOfPath(*source_text_, problem.document, problem.path);
  }

  const UnprocessedEntity& unprocessed_;
  const CatalogRules& rules_;
  SourceReader& reader_;
  const SourceState& known_;
  const ChildSink* sink_;  // null: children stay in the result
  std::string ref_;
  SourceLocation location_;
  SourceLocation origin_;
  bool is_refused_ = false;
  std::string target_path_;                 // of the target that is being read
  std::optional<std::string> source_text_;  // of location_, once a problem needed it
  std::size_t problems_left_out_ = 0;
  std::map<std::string, std::size_t> child_positions_;  // of the file, by ref
  ProcessingResult result_;
};

}  // namespace

ProcessingResult ProcessEntity(const UnprocessedEntity& unprocessed, const CatalogRules& rules, SourceReader& reader) {
  const SourceState nothing;
  return Run(unprocessed, rules, reader, nothing, nullptr).Finish();
}

ProcessingResult ProcessEntity(const UnprocessedEntity& unprocessed, const CatalogRules& rules, SourceReader& reader,
                               const SourceState& known, const ChildSink& sink) {
  return Run(unprocessed, rules, reader, known, &sink).Finish();
}

Json JsonFromProblem(const ProcessingProblem& problem) {
  Json error = {{"name", problem.name}, {"message", problem.error.message}};
  if (!problem.cause_message.empty())
    error["cause"] = {{"name", problem.cause_name}, {"message", problem.cause_message}};
  Json item = {{"type", "backstage.io/catalog-processing"},
               {"level", "error"},
               {"message", std::format("{}: {}", problem.name, problem.error.message)},
               {"error", std::move(error)}};
  if (!problem.file.empty()) {
    item["source"] = {
        {"location", problem.file}, {"document", problem.document}, {"line", problem.line}, {"path", problem.path}};
  }
  return item;
}

std::string DescribeProblem(const ProcessingProblem& problem) {
  if (problem.file.empty()) return problem.error.message;
  std::string place = std::format("{}, document {}", problem.file, problem.document);
  if (problem.line != 0) place += std::format(", line {}", problem.line);
  if (!problem.path.empty()) place += std::format(", {}", problem.path);
  return std::format("{}: {}", place, problem.error.message);
}

std::string_view ReasonOf(const ProcessingProblem& problem) {
  if (!problem.cause_message.empty()) return problem.cause_message;
  constexpr std::string_view kCause = "; caused by ";
  const std::string_view message = problem.error.message;
  const std::size_t cause = message.rfind(kCause);
  const std::size_t name_end = cause == std::string_view::npos ? cause : message.find(": ", cause);
  return name_end == std::string_view::npos ? message : message.substr(name_end + 2);
}

}  // namespace callboard::catalog
