#include "functions/catalog/processor.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include "functions/catalog/placeholders.hpp"
#include "shared/base/text.hpp"
#include "shared/model/relations.hpp"
#include "shared/model/validate.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

/// State of one run: collects problems and knows where the entity stands.
class Run {
 public:
  Run(const UnprocessedEntity& unprocessed, const CatalogRules& rules, SourceReader& reader)
      : unprocessed_(unprocessed), rules_(rules), reader_(reader), ref_(model::RefText(unprocessed.entity)) {
    result_.entity = unprocessed.entity;
    location_ = ParseLocationText(model::Annotation(result_.entity, kManagedByLocation)).value_or(SourceLocation{});
    origin_ = ParseLocationText(model::Annotation(result_.entity, kManagedByOriginLocation)).value_or(location_);
  }

  ProcessingResult Finish() {
    PrepareEntity();
    if (result_.problems.empty()) Validate();
    if (result_.problems.empty() && EqualsIgnoringCase(model::Kind(result_.entity), "Location")) ReadTargets();
    result_.accepted = (result_.problems.empty() || result_.partial) && !has_disallowed_kind_;
    if (!result_.accepted) return std::move(result_);
    EmitRelations();
    // Last: until here, the places of problems are those in the file.
    model::SortRefLists(result_.entity);
    return std::move(result_);
  }

 private:
  void PrepareEntity() {
    Json& document = result_.entity.document;
    if (!document.is_object() || !document.contains("metadata") || !document["metadata"].is_object()) return;
    document["metadata"].emplace("namespace", model::kDefaultNamespace);
    if (location_.type == "url") document["metadata"]["annotations"].emplace("backstage.io/view-url", location_.target);
    if (auto resolved = ResolvePlaceholders(document, location_, reader_); !resolved) {
      Add({.error = resolved.error(),
           .name = "InputError",
           .cause_name = "Error",
           .cause_message = resolved.error().message},
          std::format("Processor PlaceholderProcessor threw an error while preprocessing; caused by Error: {}",
                      resolved.error().message));
    }
  }

  void Validate() {
    for (const model::EntityProblem& problem : model::ValidateEntity(result_.entity.document)) {
      ProcessingProblem found{.name = "InputError", .path = problem.path};
      found.cause_message = problem.message;
      switch (problem.step) {
        case model::ValidationStep::Envelope:
        case model::ValidationStep::FieldFormat:
          found.cause_name = "Error";
          Add(std::move(found), std::format("Policy check failed for {}; caused by Error: {}", ref_, problem.message));
          break;
        case model::ValidationStep::Schema:
          found.cause_name = "TypeError";
          Add(std::move(found), std::format("Processor BuiltinKindsEntityProcessor threw an error while validating the "
                                            "entity {}; caused by TypeError: {}",
                                            ref_, problem.message));
          break;
        case model::ValidationStep::UnknownKind:
          found.cause_message.clear();
          Add(std::move(found), problem.message);
          break;
      }
    }
  }

  /// The targets of a Location entity; one that cannot be read does not keep the others out.
  void ReadTargets() {
    const Json& spec = result_.entity.document["spec"];
    std::string_view type = model::SpecString(result_.entity, "type");
    if (type.empty()) type = location_.type;
    std::vector<std::string> targets;
    if (const auto target = model::SpecString(result_.entity, "target"); !target.empty()) targets.emplace_back(target);
    if (const Json* const list = FindMember(spec, "targets")) {
      for (const Json& target : *list) targets.push_back(target.get<std::string>());
    }
    const bool optional = model::SpecString(result_.entity, "presence") == "optional";
    for (const std::string& target : targets)
      ReadTarget({std::string(type), ResolveTarget(location_, target)}, optional);
  }

  void ReadTarget(const SourceLocation& target, bool optional) {
    auto files = reader_.Read(target);
    if (!files) {
      if (optional && files.error().code == ErrorCode::NotFound) return;
      result_.partial = true;
      Add({.error = files.error(), .name = std::string(TraitsOf(files.error().code).backstage_name)},
          std::format("Unable to read {}, {}", target.type, files.error().message));
      return;
    }
    for (const SourceFile& file : *files) EmitDocuments(file);
  }

  void EmitDocuments(const SourceFile& file) {
    for (model::YamlDocument& document : model::ParseYamlDocuments(file.text)) {
      if (!document.content) {
        Misread(file, document.number, document.line, document.content.error().message);
      } else if (!document.content->is_object() || model::Name({*document.content}).empty() ||
                 model::Kind({*document.content}).empty()) {
        Misread(file, document.number, document.line, "expected a document with kind and metadata.name");
      } else {
        EmitChild(file, document.number, {std::move(*document.content)});
      }
    }
  }

  void Misread(const SourceFile& file, std::size_t document, std::size_t line, std::string_view reason) {
    result_.partial = true;
    ProcessingProblem problem{
        .name = "InputError", .file = LocationText(file.location), .document = document, .line = line};
    Add(std::move(problem),
        std::format("YAML error at {}, document {}: {}", LocationText(file.location), document, reason));
  }

  void EmitChild(const SourceFile& file, std::size_t document, model::Entity child) {
    const std::string location = LocationText(file.location);
    model::SetAnnotation(child, kManagedByLocation, location);
    model::SetAnnotation(child, kManagedByOriginLocation, LocationText(origin_));
    if (!rules_.Allows(child, origin_)) {
      // As in Backstage, one disallowed kind keeps the whole location out.
      has_disallowed_kind_ = true;
      ProcessingProblem problem{.error = {.code = ErrorCode::Forbidden},
                                .name = "NotAllowedError",
                                .file = location,
                                .document = document,
                                .path = "/kind"};
      Add(std::move(problem),
          std::format("Entity {} at {} is not of an allowed kind for that location", model::RefText(child), location));
      return;
    }
    result_.children.push_back({std::move(child), location, document});
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

  void Add(ProcessingProblem problem, std::string message) {
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
    const auto files = reader_.Read(location_);
    if (files && files->size() == 1)
      problem.line = model::LineOfPath(files->front().text, problem.document, problem.path);
  }

  const UnprocessedEntity& unprocessed_;
  const CatalogRules& rules_;
  SourceReader& reader_;
  std::string ref_;
  SourceLocation location_;
  SourceLocation origin_;
  bool has_disallowed_kind_ = false;
  ProcessingResult result_;
};

}  // namespace

ProcessingResult ProcessEntity(const UnprocessedEntity& unprocessed, const CatalogRules& rules, SourceReader& reader) {
  return Run(unprocessed, rules, reader).Finish();
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

}  // namespace callboard::catalog
