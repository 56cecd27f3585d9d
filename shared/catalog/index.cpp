#include "shared/catalog/index.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "shared/base/json.hpp"
#include "shared/catalog/entity_json.hpp"
#include "shared/catalog/facet.hpp"
#include "shared/catalog/filter_eval.hpp"
#include "shared/catalog/leaf_scanner.hpp"
#include "shared/catalog/neighbours.hpp"
#include "shared/catalog/page.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

struct Index::Impl {
  Store store;

  std::vector<StatedRelation> relations;  // kept for its memory

  Status ApplyOne(Change change);
  Status Upsert(EntityRecord record);
  std::optional<std::vector<EntityId>> IdsIfNew(const std::vector<Change>& changes);
  Status AddNew(std::vector<Change>& changes, const std::vector<EntityId>& ids, const RunBoth& run_both);
  Status ReadRelations(EntityRecord& record);
  Status IndexDocument(EntityId id, const Dictionary::Source& before, const EntityRecord& record);
  void Place(EntityId id, EntityRecord record);
  void Remove(EntityId id);
  void SetParents(EntitySlot& slot, std::vector<EntityId> parents);

  IdSet parentless;  // among the present
};

Status Index::Impl::ApplyOne(Change change) {
  EntityRecord& record = change.record;
  const auto known = store.entities.FindRef(record.ref);
  const bool is_present = known && store.entities.At(*known).present;
  if (is_present && record.change_seq < store.entities.At(*known).change_seq) return {};
  const std::uint64_t change_seq = record.change_seq;
  if (!change.removed) {
    if (Status applied = Upsert(std::move(record)); !applied) return applied;
  } else if (is_present) {
    Remove(*known);
  }
  store.version = std::max(store.version, change_seq);
  return {};
}

/// Leaves in `relations` views of the record.
Status Index::Impl::ReadRelations(EntityRecord& record) {
  relations.clear();
  const auto add = [this](std::string_view type, std::string_view inverse, std::string_view target) {
    relations.push_back({.type = type, .inverse = inverse, .target = target});
  };
  const bool is_plain = record.relations_json.empty() || LeafScanner(record.relations_json).ScanTriples(add);
  if (!is_plain) {
    relations.clear();
    const auto list = ParseJson(record.relations_json);
    if (!list) return Fail(list.error(), std::format("entity {}: its relations cannot be indexed", record.ref));
    const auto is_triple = [](const Json& item) {
      return item.is_array() && item.size() == 3 && std::ranges::all_of(item, &Json::is_string);
    };
    if (!list->is_array() || !std::ranges::all_of(*list, is_triple)) {
      return Fail(ErrorCode::InvalidInput,
                  std::format("entity {}: its relations are no list of lists of three texts", record.ref));
    }
    for (const Json& triple : *list) {
      record.relations.push_back(
          {triple[0].get<std::string>(), triple[1].get<std::string>(), triple[2].get<std::string>()});
    }
  }
  for (const model::Relation& relation : record.relations) {
    add(relation.type, relation.inverse, relation.target_ref);
  }
  return {};
}

Status Index::Impl::Upsert(EntityRecord record) {
  if (Status read = ReadRelations(record); !read) return read;
  const EntityId id = store.entities.IdOf(record.ref);
  {
    const std::string uid = store.dictionary.UidOf(id);
    const Dictionary::Source before{.document = store.entities.At(id).document, .uid = uid};
    if (Status indexed = IndexDocument(id, before, record); !indexed) return indexed;
  }
  if (store.entities.At(id).present) {
    store.graph.SetStated(id, relations);
  } else {
    store.graph.AddStated(id, relations);
  }
  Place(id, std::move(record));
  return {};
}

Status Index::Impl::IndexDocument(EntityId id, const Dictionary::Source& before, const EntityRecord& record) {
  Status indexed = store.dictionary.Reindex(id, before, {.document = record.document, .uid = record.uid});
  if (indexed) return indexed;
  return Fail(std::move(indexed.error()), std::format("entity {}: its document cannot be indexed", record.ref));
}

/// Nothing when one of the changes is not the first of its entity.
std::optional<std::vector<EntityId>> Index::Impl::IdsIfNew(const std::vector<Change>& changes) {
  std::vector<EntityId> ids;
  IdSet seen;
  for (const Change& change : changes) {
    if (change.removed) return std::nullopt;
    ids.push_back(store.entities.IdOf(change.record.ref));
    if (store.entities.At(ids.back()).present || !seen.addChecked(ids.back())) return std::nullopt;
  }
  return ids;
}

/// The dictionary knows nothing of the table of entities, which only the graph goes to here.
Status Index::Impl::AddNew(std::vector<Change>& changes, const std::vector<EntityId>& ids, const RunBoth& run_both) {
  std::size_t documents = 0;  // so many are indexed
  std::size_t related = 0;
  Status document_status;
  Status relation_status;
  run_both(
      [&] {
        for (; documents < ids.size(); ++documents) {
          document_status = IndexDocument(ids[documents], {}, changes[documents].record);
          if (!document_status) return;
        }
      },
      [&] {
        for (; related < ids.size(); ++related) {
          relation_status = ReadRelations(changes[related].record);
          if (!relation_status) return;
          store.graph.AddStated(ids[related], relations);
        }
      });
  const std::size_t applied = std::min(documents, related);
  for (std::size_t i = applied; i < documents; ++i) {
    const EntityRecord& record = changes[i].record;
    static_cast<void>(store.dictionary.Reindex(ids[i], {.document = record.document, .uid = record.uid}, {}));
  }
  for (std::size_t i = applied; i < related; ++i) store.graph.SetStated(ids[i], {});
  for (std::size_t i = 0; i < applied; ++i) {
    store.version = std::max(store.version, changes[i].record.change_seq);
    Place(ids[i], std::move(changes[i].record));
  }
  return related == applied && !relation_status ? relation_status : document_status;
}

void Index::Impl::Place(EntityId id, EntityRecord record) {
  std::vector<EntityId> parents;
  for (const std::string& parent : record.parents) parents.push_back(store.entities.IdOf(parent));
  EntitySlot& slot = store.entities.At(id);
  if (parents.empty()) {
    parentless.add(id);
  } else {
    parentless.remove(id);
  }
  SetParents(slot, std::move(parents));
  slot.document = std::move(record.document);
  if (slot.document.capacity() > slot.document.size() + slot.document.size() / 8) slot.document.shrink_to_fit();
  slot.change_seq = record.change_seq;
  store.entities.SetPresent(id, true);
}

void Index::Impl::Remove(EntityId id) {
  EntitySlot& slot = store.entities.At(id);
  // What is not there cannot fail to be read.
  const std::string uid = store.dictionary.UidOf(id);
  static_cast<void>(store.dictionary.Reindex(id, {.document = slot.document, .uid = uid}, {}));
  store.graph.SetStated(id, {});
  SetParents(slot, {});
  parentless.remove(id);
  slot.document = {};
  slot.change_seq = 0;
  store.entities.SetPresent(id, false);
}

void Index::Impl::SetParents(EntitySlot& slot, std::vector<EntityId> parents) {
  for (const EntityId parent : parents) store.entities.Retain(parent);
  const auto before = slot.parents.Ids();
  const std::vector<EntityId> released(before.begin(), before.end());
  slot.parents.Set(std::move(parents));
  for (const EntityId parent : released) store.entities.Release(parent);
}

Index::Index() : impl_(std::make_unique<Impl>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Status Index::Apply(std::vector<Change> changes, const RunBoth& run_both) {
  Status status;
  const auto ids = run_both ? impl_->IdsIfNew(changes) : std::nullopt;
  if (ids) {
    status = impl_->AddNew(changes, *ids, run_both);
  } else {
    for (Change& change : changes) {
      status = impl_->ApplyOne(std::move(change));
      if (!status) break;
    }
  }
  impl_->store.dictionary.Settle();
  impl_->store.entities.Settle();
  return status;
}

bool Index::IndexRest(std::size_t entities) {
  const EntityTable& table = impl_->store.entities;
  return impl_->store.dictionary.IndexRest(entities,
                                           [&](EntityId id) -> std::string_view { return table.At(id).document; });
}

void Index::Prepare() const {
  static_cast<void>(impl_->store.entities.order());
  const EntityQuery first{.filter = {},
                          .text = {.term = "a", .fields = {}},
                          .order = {{.field = "metadata.name", .descending = false}},
                          .limit = 1,
                          .offset = 0,
                          .anchor = {}};
  static_cast<void>(Query(first));
}

std::uint64_t Index::Version() const {
  return impl_->store.version;
}

std::size_t Index::Size() const {
  return static_cast<std::size_t>(impl_->store.entities.present().cardinality());
}

std::optional<EntityId> Index::FindByRef(std::string_view canonical_ref) const {
  const auto id = impl_->store.entities.FindRef(canonical_ref);
  if (!id || !impl_->store.entities.At(*id).present) return std::nullopt;
  return id;
}

std::optional<EntityId> Index::FindByUid(std::string_view uid) const {
  const Filter filter{.op = Filter::Op::In, .children = {}, .field = "metadata.uid", .values = {std::string(uid)}};
  for (const EntityId id : Evaluate(impl_->store, filter)) {
    if (Uid(id) == uid) return id;
  }
  return std::nullopt;
}

const std::string& Index::Ref(EntityId id) const {
  return impl_->store.entities.At(id).ref;
}

std::string Index::Uid(EntityId id) const {
  return impl_->store.dictionary.UidOf(id);
}

const std::string& Index::Document(EntityId id) const {
  return impl_->store.entities.At(id).document;
}

std::vector<std::string> Index::Parents(EntityId id) const {
  std::vector<std::string> refs;
  for (const EntityId parent : impl_->store.entities.At(id).parents.Ids()) refs.push_back(Ref(parent));
  return refs;
}

std::vector<Edge> Index::Edges(EntityId id) const {
  return AssembleEdges(impl_->store, id);
}

void Index::AppendEntityJson(EntityId id, std::string& out) const {
  AppendJson(impl_->store, id, out);
}

Page Index::Query(const EntityQuery& query) const {
  return RunQuery(impl_->store, query);
}

std::size_t Index::Count(const Filter& filter) const {
  return static_cast<std::size_t>(Evaluate(impl_->store, filter).cardinality());
}

std::vector<EntityId> Index::Match(const Filter& filter) const {
  return InOrderOfRefs(impl_->store, Evaluate(impl_->store, filter));
}

std::vector<FacetValue> Index::Facet(std::string_view field, const Filter& filter) const {
  return CountValues(impl_->store, field, Evaluate(impl_->store, filter));
}

std::vector<EntityId> Index::Ancestry(EntityId id) const {
  std::vector<EntityId> found = {id};
  IdSet seen;
  seen.add(id);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const EntityId parent : impl_->store.entities.At(found[i]).parents.Ids()) {
      if (impl_->store.entities.At(parent).present && seen.addChecked(parent)) found.push_back(parent);
    }
  }
  return found;
}

std::size_t Index::CountIncoming(EntityId id) const {
  return impl_->store.graph.In(id).size();
}

std::vector<EntityId> Index::WithoutParents() const {
  return {impl_->parentless.begin(), impl_->parentless.end()};
}

Neighbourhood Index::Neighbours(const NeighbourhoodQuery& query) const {
  return FindNeighbours(impl_->store, query);
}

std::vector<Edge> Index::MissingTargets(EntityId id) const {
  return AssembleMissingEdges(impl_->store, id);
}

}  // namespace callboard::catalog
