#pragma once
// One field of the catalog: its distinct values, who has them, and their order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/catalog/chunked_order.hpp"
#include "shared/catalog/flat_table.hpp"
#include "shared/catalog/once.hpp"
#include "shared/catalog/term_arena.hpp"
#include "shared/catalog/word_index.hpp"

namespace callboard::catalog {

class Field {
 public:
  using Order = ChunkedOrder<TermId>;

  struct Traits {
    bool has_column = false;  // the term of an entity is found without a search: for fields by which people sort
    bool has_words = false;   // for fields in whose texts people search
  };
  Field(std::string path, Traits traits) : path_(std::move(path)), traits_(traits) {}

  [[nodiscard]] const std::string& path() const { return path_; }

  [[nodiscard]] Term* Find(std::string_view folded, bool from_array) const;
  /// The term, made without postings when it is new. Call Settle() before the next read.
  Term& FindOrAdd(std::string_view folded, std::string_view shown, bool from_array);
  [[nodiscard]] Term& At(TermId id) const { return terms_.At(id); }

  /// Adding what is there changes nothing.
  void AddPosting(Term& term, EntityId id);
  void RemovePosting(Term& term, EntityId id);
  void AddNull(EntityId id) { nulls_.Add(id); }
  void RemoveNull(EntityId id) { nulls_.Remove(id); }
  void AddOversized(EntityId id) { oversized_.Add(id); }
  void RemoveOversized(EntityId id) { oversized_.Remove(id); }
  /// Says whether the entity has any value here now; kept by the caller, who knows all values of an entity.
  void SetValued(EntityId id, bool valued);
  /// To be called for all values of an entity that lost others.
  void SetColumn(EntityId id, const Term& term);

  /// True for the first call since the last Settle.
  [[nodiscard]] bool StartChange() { return !std::exchange(changing_, true); }
  /// Brings what is kept up to date and frees the values that nobody has any more.
  void Settle();
  [[nodiscard]] bool Empty() const { return table_.size() == 0 && nulls_.Empty() && oversized_.Empty(); }

  /// How many distinct values there are; one that stands in arrays too counts twice.
  [[nodiscard]] std::size_t Count() const { return table_.size(); }
  /// All values by folded text, the variant from arrays second; made when first asked for, and then kept.
  [[nodiscard]] const Order& order() const;
  [[nodiscard]] const TermArena& terms() const { return terms_; }
  [[nodiscard]] const Postings& valued() const { return valued_; }        // has a value that fits the index
  [[nodiscard]] const Postings& nulls() const { return nulls_; }          // has null or a value that does not fit
  [[nodiscard]] const Postings& oversized() const { return oversized_; }  // has a value that does not fit
  /// Whether some entity has several values.
  [[nodiscard]] bool MultiValued() const { return pairs_ != valued_.Size(); }

  [[nodiscard]] bool has_column() const { return traits_.has_column; }
  [[nodiscard]] bool has_words() const { return traits_.has_words; }
  /// The one term of the entity, or null. Only with a column, and while the field is not MultiValued.
  [[nodiscard]] const Term* ColumnTerm(EntityId id) const {
    return id < column_.size() && column_[id] != 0 ? &terms_.At(column_[id]) : nullptr;
  }

  /// The words of all values, oversized ones included, which `fill` adds when they are first asked for.
  template <typename Fill>
  [[nodiscard]] const WordIndex& Words(Fill&& fill) const {
    words_built_.Ensure([&] {
      words_ = std::make_unique<WordIndex>();
      fill(*words_);
    });
    return *words_;
  }
  /// To keep them up with the documents; null while nobody has asked for them.
  [[nodiscard]] WordIndex* BuiltWords() { return words_.get(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    TermId term = 0;
    friend bool operator==(const Slot&, const Slot&) = default;
  };

  [[nodiscard]] bool Less(TermId a, TermId b) const;
  void Touch(Term& term);
  void SettleValued();

  std::string path_;
  FlatTable<Slot> table_;
  TermArena terms_;
  Postings valued_;
  Postings nulls_;
  Postings oversized_;
  std::size_t pairs_ = 0;
  TermId last_ = 0;                   // the last that was found
  std::vector<TermId> touched_;       // new or empty since the last Settle
  std::vector<EntityId> new_valued_;  // since the last Settle
  std::vector<TermId> column_;
  mutable Order order_;
  Once order_built_;
  mutable std::unique_ptr<WordIndex> words_;
  Once words_built_;
  Traits traits_;
  bool changing_ = false;
};

}  // namespace callboard::catalog
