#pragma once
// All fields of the catalog by path, kept in step with the documents.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/catalog/field.hpp"
#include "shared/catalog/path_table.hpp"

namespace callboard::catalog {

/// What people see of an entity and search for; their words are kept (docs/adr/005).
inline constexpr std::array<std::string_view, 6> kPeopleFields = {"metadata.name",        "metadata.title",
                                                                  "metadata.description", "metadata.tags",
                                                                  "spec.profile.email",   "spec.profile.displayname"};

class Dictionary {
 public:
  /// What a document says, or said: an empty text stands for no entity.
  struct Source {
    std::string_view document;
    std::string_view uid;
  };

  /// Replaces what `before` contributed for the entity by what `after` does; only the difference costs. InvalidInput
  /// when `after` is not a JSON object; then nothing has changed. Call Settle() before the next read.
  [[nodiscard]] Status Reindex(EntityId id, Source before, Source after);
  void Settle();

  /// Null when no entity has the field. `path` is folded.
  [[nodiscard]] const Field* Find(std::string_view path) const;
  [[nodiscard]] std::string UidOf(EntityId id) const;

 private:
  struct Contribution {
    std::vector<std::pair<Field*, Term*>> terms;
    std::vector<Field*> valued;
    std::vector<Field*> nulls;
    std::vector<Field*> oversized;
    std::vector<std::pair<Field*, std::string>> long_texts;  // folded, of fields whose words are kept

    void Clear();
    /// Makes each list sorted and distinct, but for the texts.
    void Sort();
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  [[nodiscard]] Status Collect(Source source, Contribution& found);
  [[nodiscard]] bool CollectQuickly(Source source, Contribution& found);
  void CollectLeaf(Field& field, std::string_view value, bool has_value, bool from_array, Contribution& found);
  [[nodiscard]] static std::vector<std::string_view> TextsIn(const Contribution& contribution, const Field* field);
  [[nodiscard]] Field& FieldAt(std::string_view path);
  [[nodiscard]] Field& FieldAt(const PathNode& node);
  static void Add(EntityId id, const Contribution& added);
  static void Replace(EntityId id, const Contribution& before, const Contribution& after);
  void ReplaceWords(EntityId id, const Contribution& before, const Contribution& after) const;

  std::unordered_map<std::string, std::unique_ptr<Field>, TextHash, std::equal_to<>> fields_;
  PathTable paths_;
  std::vector<Field*> field_of_path_;  // by id of the node; null where it is not known yet
  std::vector<Field*> text_fields_;
  std::vector<Field*> changing_;
  Contribution before_;  // kept for their memory
  Contribution after_;
  std::string scratch_;
};

}  // namespace callboard::catalog
