#pragma once
// Checks a document against field rules, with the words of the JSON Schema validator that Backstage uses (ajv).

#include <span>
#include <vector>

#include "shared/model/kinds.hpp"
#include "shared/model/validate.hpp"

namespace callboard::model {

/// One violated rule: where, in words, and ajv's parameter text ("missingProperty: owner").
struct SchemaViolation {
  std::string path;
  std::string message;
  std::string params;
};

/// Missing members come before values of a wrong type. `base` is the JSON pointer of `json` within its document.
[[nodiscard]] std::vector<SchemaViolation> CheckRules(const Json& json, std::span<const FieldRule> rules,
                                                      std::string_view base);

}  // namespace callboard::model
