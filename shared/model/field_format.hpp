#pragma once
// The character rules of names, keys and values. Source: Backstage's FieldFormatEntityPolicy and
// KubernetesValidatorFunctions.

#include <vector>

#include "shared/model/validate.hpp"

namespace callboard::model {

/// Problems of names, namespaces, labels, annotations, tags and links of a document whose envelope is sound.
[[nodiscard]] std::vector<EntityProblem> CheckFieldFormats(const Json& document);

}  // namespace callboard::model
