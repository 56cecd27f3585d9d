// What shared/model and shared/catalog say, for tests that compare it with Backstage's packages: one JSON document a
// line in, one a line out.

#include <iostream>
#include <string>

#include "shared/catalog/filter_parse.hpp"
#include "shared/catalog/index.hpp"
#include "shared/model/relations.hpp"
#include "shared/model/validate.hpp"

namespace {

using callboard::DumpJson;
using callboard::FindMember;
using callboard::Json;
using callboard::ParseJson;
using callboard::StringMember;
namespace catalog = callboard::catalog;
namespace model = callboard::model;

/// {entity}: what is wrong with it once it has its default namespace, as the catalog's processor gives it.
Json Validate(const Json& question) {
  Json entity = question.at("entity");
  if (entity.is_object() && entity.contains("metadata") && entity["metadata"].is_object())
    entity["metadata"].emplace("namespace", model::kDefaultNamespace);
  Json problems = Json::array();
  for (const model::EntityProblem& problem : model::ValidateEntity(entity)) problems.push_back(problem.message);
  return {{"accepted", problems.empty()}, {"problems", std::move(problems)}};
}

/// {text, kind, namespace}: the parts of the ref and its canonical text, or an error.
Json ParseRef(const Json& question) {
  const auto ref = model::ParseEntityRef(StringMember(question, "text"),
                                         {StringMember(question, "kind"), StringMember(question, "namespace")});
  if (!ref) return {{"error", ref.error().message}};
  return {{"kind", ref->kind},
          {"namespace", ref->name_space},
          {"name", ref->name},
          {"canonical", model::CanonicalRef(*ref)}};
}

/// {predicate, entity, relations}: whether an index that holds only the entity finds it, or an error.
Json Match(const Json& question) {
  const auto filter = catalog::FilterFromPredicate(question.at("predicate"));
  if (!filter) return {{"error", filter.error().message}};
  catalog::Change change;
  change.record.document = DumpJson(question.at("entity"));
  change.record.ref = model::RefText({question.at("entity")});
  change.record.uid = "u";
  change.record.change_seq = 1;
  for (const Json& relation : question.value("relations", Json::array())) {
    change.record.relations.push_back(
        {std::string(StringMember(relation, "type")), "", std::string(StringMember(relation, "targetRef"))});
  }
  catalog::Index index;
  if (const auto applied = index.Apply({std::move(change)}); !applied) return {{"error", applied.error().message}};
  return {{"matches", index.Count(*filter) == 1}};
}

Json Answer(const Json& question) {
  const auto op = StringMember(question, "op");
  if (op == "validate") return Validate(question);
  if (op == "ref") return ParseRef(question);
  if (op == "match") return Match(question);
  return {{"error", "unknown op"}};
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto question = ParseJson(line);
    std::cout << DumpJson(question ? Answer(*question) : Json{{"error", question.error().message}}) << '\n';
  }
}
