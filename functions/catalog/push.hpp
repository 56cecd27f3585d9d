#pragma once
// A push: what a CI job says of one source, as it arrives and as it compares with what the source said before.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/processor.hpp"
#include "functions/kit/http.hpp"

namespace callboard::catalog {

inline constexpr std::size_t kMaxPushedEntities = 10'000;

/// Who may push which sources; the pattern is one of MatchesPattern.
struct PushGrant {
  std::string source_pattern;
  std::vector<std::string> subjects;
};

/// Without grants (nothing is configured) everybody may push everything.
[[nodiscard]] bool MayPush(const std::vector<PushGrant>& grants, std::string_view source, std::string_view subject);

/// What is wrong with a push. `index` counts from 0 and stands in JSON bodies, `document` and `line` from 1; 0 and -1
/// say that there is none. `path` is a JSON pointer: within the body (JSON) or the document (YAML).
struct PushProblem {
  std::string message;
  std::string entity_ref = {};
  std::ptrdiff_t index = -1;
  std::size_t document = 0;
  std::size_t line = 0;
  std::string path = {};
};

struct PushedEntity {
  UnprocessedEntity unprocessed;
  std::string ref;   // "" when it has none
  std::string hash;  // of what was pushed
  std::ptrdiff_t index = -1;
  std::size_t document = 0;
  std::string pointer;  // of the entity within the body; "" for YAML
};

/// `entities` are all that the source says, or with `is_patch` what changed, beside the refs `removes`.
struct Push {
  bool is_patch = false;
  std::vector<PushedEntity> entities;
  std::vector<std::string> removes;
  std::vector<PushProblem> problems;
};

/// Reads {entities: […]} or {upserts: […], removes: […]} as JSON, or YAML documents (with ?mode=patch: upserts, and
/// ?remove=ref), for the location `push:<source>`. What is wrong with single entities is in `problems`; InvalidInput
/// when the body cannot be read as a push at all, TooLarge for more than kMaxPushedEntities.
[[nodiscard]] Result<Push> ReadPush(const kit::Request& request, std::string_view source);

/// Adds to the problems what the catalog would refuse: validation, placeholders, rules, the same entity twice. Lines
/// are looked up in `body`.
void CheckPush(Push& push, std::string_view source, const CatalogRules& rules, SourceReader& reader,
               std::string_view body);

/// What a source says: the hash of each entity, by ref.
using PushedState = std::map<std::string, std::string>;

/// Equal for equal states; without quotes.
[[nodiscard]] std::string EtagOf(const PushedState& state);

/// From one state of a source to the next. Refs are sorted.
struct PushDifference {
  PushedState next;
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> removed;
};

[[nodiscard]] PushDifference Compare(const PushedState& before, const Push& push);

}  // namespace callboard::catalog
