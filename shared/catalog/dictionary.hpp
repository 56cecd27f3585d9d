#pragma once
// All fields of the catalog, kept in step with the documents.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/catalog/core_fields.hpp"
#include "shared/catalog/field_set.hpp"
#include "shared/catalog/once.hpp"
#include "shared/catalog/path_table.hpp"

namespace callboard::catalog {

/// Of a new entity only the core fields are indexed at once; the rest is when somebody asks for another field, or when
/// the writer finds the time. From then on everything is indexed at once.
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

  /// Null when no entity has the field. `path` is folded. `document_of(id)` gives what the entity came with, when there
  /// are fields left to be indexed.
  template <typename DocumentOf>
  [[nodiscard]] const Field* Find(std::string_view path, DocumentOf&& document_of) const;
  [[nodiscard]] std::string UidOf(EntityId id) const;

  /// Indexes all fields of so many more entities. False when none is left.
  template <typename DocumentOf>
  bool IndexRest(std::size_t entities, DocumentOf&& document_of);

 private:
  enum class Part : std::uint8_t { Core, Rest, All };

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
  /// What is made of documents on the way, and kept for its memory.
  struct Workshop {
    PathTable paths;
    std::vector<Field*> field_of_path;  // by id of the node; null where it is not known yet
    Contribution before;
    Contribution after;
    std::string scratch;
  };

  [[nodiscard]] static bool Takes(Part part, bool is_core) {
    return part == Part::All || (part == Part::Core) == is_core;
  }
  // Readers come here too, one at a time, to index the rest.
  [[nodiscard]] Status Collect(Source source, Part part, Contribution& found) const;
  [[nodiscard]] bool CollectQuickly(Source source, Part part, Contribution& found) const;
  void CollectLeaf(Field& field, std::string_view value, bool has_value, bool from_array, Contribution& found) const;
  void AddRest(EntityId id, std::string_view document) const;
  [[nodiscard]] Field& FieldAt(std::string_view path) const;
  [[nodiscard]] Field& FieldAt(const PathNode& node) const;
  [[nodiscard]] static std::vector<std::string_view> TextsIn(const Contribution& contribution, const Field* field);
  static void Add(EntityId id, const Contribution& added);
  static void Replace(EntityId id, const Contribution& before, const Contribution& after);
  void ReplaceWords(EntityId id) const;

  mutable FieldSet core_;
  mutable FieldSet rest_;
  mutable IdSet waiting_;  // entities of which only the core is indexed; none once the rest is done
  Once rest_done_;
  mutable Workshop workshop_;
};

template <typename DocumentOf>
const Field* Dictionary::Find(std::string_view path, DocumentOf&& document_of) const {
  if (IsCoreField(path)) return core_.Find(path);
  rest_done_.Ensure([&] {
    for (const EntityId id : waiting_) AddRest(id, document_of(id));
    waiting_ = {};
    rest_.Settle();
  });
  return rest_.Find(path);
}

template <typename DocumentOf>
bool Dictionary::IndexRest(std::size_t entities, DocumentOf&& document_of) {
  for (; entities > 0 && !waiting_.isEmpty(); --entities) {
    const EntityId id = waiting_.minimum();
    AddRest(id, document_of(id));
    waiting_.remove(id);
  }
  rest_.Settle();
  if (waiting_.isEmpty()) rest_done_.Ensure([] {});
  return !waiting_.isEmpty();
}

}  // namespace callboard::catalog
