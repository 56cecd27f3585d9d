#pragma once
// Whether a document is an entity of the catalog. The words of a problem are Backstage's, so that clients and people
// recognise them.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/model/entity.hpp"

namespace callboard::model {

/// The step that found a problem. Source: the entity policies and BuiltinKindsEntityProcessor of Backstage's catalog
/// backend.
enum class ValidationStep : std::uint8_t { Envelope, FieldFormat, Schema, UnknownKind };

/// `path` is a JSON pointer to the value in question (for a missing member: to its container).
struct EntityProblem {
  ValidationStep step = ValidationStep::Envelope;
  std::string path;
  std::string message;
};

/// Kinds that are accepted beside those of the model. Of them only the envelope and the formats of fields are checked.
struct UnknownKinds {
  bool all = false;
  std::vector<std::string> kinds = {};  // in any case
};

/// Everything that is wrong with the document, gravest first; empty when it is an entity that the catalog accepts. A
/// kind of the model with a foreign apiVersion is not unknown, and refused.
[[nodiscard]] std::vector<EntityProblem> ValidateEntity(const Json& document, const UnknownKinds& unknown = {});

/// Why the document is not even the outline of an entity (apiVersion, kind, metadata.name): ajv's first error; "" when
/// it is one.
[[nodiscard]] std::string EnvelopeProblem(const Json& document);

}  // namespace callboard::model
