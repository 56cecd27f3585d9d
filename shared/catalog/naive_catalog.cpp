#include "shared/catalog/naive_catalog.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxLength = 200;

using RawLeaves = std::vector<std::pair<std::string, std::optional<std::string>>>;

void Visit(const Json& json, const std::string& path, RawLeaves& leaves) {
  static const std::set<std::string> kSpecial = {"attachments", "relations", "status", "metadata.uid", "metadata.etag"};
  if (kSpecial.contains(path)) return;
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      Visit(value, path.empty() ? ToLowerAscii(key) : path + "." + ToLowerAscii(key), leaves);
    }
  } else if (json.is_array()) {
    for (const Json& item : json) {
      Visit(item, path, leaves);
      if (item.is_string()) leaves.emplace_back(path + "." + ToLowerAscii(item.get<std::string>()), "true");
    }
  } else if (json.is_null()) {
    leaves.emplace_back(path, std::nullopt);
  } else {
    leaves.emplace_back(path, ToLowerAscii(json.is_string() ? json.get<std::string>() : json.dump()));
  }
}

RawLeaves LeavesOf(const EntityRecord& record) {
  RawLeaves leaves;
  const Json document = Json::parse(record.document);
  Visit(document, "", leaves);
  leaves.emplace_back("metadata.uid", ToLowerAscii(record.uid));
  if (!document["metadata"].contains("namespace")) leaves.emplace_back("metadata.namespace", "default");
  return leaves;
}

}  // namespace

void NaiveCatalog::Apply(const Change& change) {
  const auto known = records_.find(change.record.ref);
  if (known != records_.end() && change.record.change_seq <= known->second.change_seq) return;
  if (change.removed) {
    records_.erase(change.record.ref);
  } else {
    records_[change.record.ref] = change.record;
  }
}

void NaiveCatalog::Settle() {
  edges_.clear();
  for (const auto& [emitter, record] : records_) {
    for (const model::Relation& relation : record.relations) {
      if (!relation.type.empty()) edges_[emitter].insert({.type = relation.type, .target_ref = relation.target_ref});
      if (!relation.inverse.empty())
        edges_[relation.target_ref].insert({.type = relation.inverse, .target_ref = emitter});
    }
  }
  terms_.clear();
  for (const auto& [ref, record] : records_) terms_[ref] = TermsOf(record);
}

NaiveCatalog::Terms NaiveCatalog::TermsOf(const EntityRecord& record) const {
  Terms terms;
  for (const auto& [path, value] : LeavesOf(record)) {
    if (path.size() > kMaxLength) continue;
    terms[path].insert(value && value->size() <= kMaxLength ? value : std::nullopt);
  }
  for (const Edge& edge : Edges(record.ref)) terms["relations." + ToLowerAscii(edge.type)].insert(edge.target_ref);
  return terms;
}

bool NaiveCatalog::Holds(const EntityRecord& record, const Terms& terms, const Filter& filter) const {
  const auto holds = [&](const Filter& child) { return Holds(record, terms, child); };
  const auto has_value = [&](const auto& predicate) {
    const auto at = terms.find(ToLowerAscii(filter.field));
    return at != terms.end() &&
           std::ranges::any_of(at->second, [&](const auto& value) { return value && predicate(*value); });
  };
  switch (filter.op) {
    case Filter::Op::All:
      return std::ranges::all_of(filter.children, holds);
    case Filter::Op::Any:
      return std::ranges::any_of(filter.children, holds);
    case Filter::Op::Not:
      return !holds(filter.children.front());
    case Filter::Op::Exists:
      return terms.contains(ToLowerAscii(filter.field));
    case Filter::Op::In:
      return has_value([&](const std::string& value) {
        return std::ranges::any_of(filter.values, [&](const auto& wanted) { return ToLowerAscii(wanted) == value; });
      });
    case Filter::Op::HasPrefix:
      return has_value([&](const std::string& value) { return value.starts_with(ToLowerAscii(filter.values[0])); });
    case Filter::Op::ContainsRelation:
      return std::ranges::any_of(Edges(record.ref), [&](const Edge& edge) {
        return (filter.values[0].empty() || EqualsIgnoringCase(edge.type, filter.values[0])) &&
               (filter.values[1].empty() || edge.target_ref == filter.values[1]);
      });
  }
  return false;
}

bool NaiveCatalog::HasText(const EntityRecord& record, const Terms& terms, const FullTextFilter& text) {
  const std::string needle = ToLowerAscii(TrimSpace(text.term));
  if (needle.empty()) return true;
  static const std::vector<std::string> kPeopleFields = {"metadata.name",        "metadata.title",
                                                         "metadata.description", "metadata.tags",
                                                         "spec.profile.email",   "spec.profile.displayName"};
  for (const std::string& field : text.fields.empty() ? kPeopleFields : text.fields) {
    const std::string path = ToLowerAscii(field);
    for (const auto& [leaf_path, value] : LeavesOf(record)) {
      if (leaf_path == path && value && value->contains(needle)) return true;
    }
    const auto at = terms.find(path);
    if (at == terms.end()) continue;
    for (const auto& value : at->second) {
      if (value && value->contains(needle)) return true;
    }
  }
  return false;
}

std::vector<std::string> NaiveCatalog::Match(const Filter& filter, const FullTextFilter& text) const {
  std::vector<std::string> refs;
  for (const auto& [ref, record] : records_) {
    const Terms& terms = terms_.at(ref);
    if (Holds(record, terms, filter) && HasText(record, terms, text)) refs.push_back(ref);
  }
  return refs;
}

std::vector<std::string> NaiveCatalog::Ordered(const EntityQuery& query) const {
  struct Row {
    std::vector<std::optional<std::string>> key;
    std::string ref;
  };
  std::vector<Row> rows;
  for (const std::string& ref : Match(query.filter, query.text)) {
    Row row{.key = {}, .ref = ref};
    const Terms& terms = terms_.at(ref);
    for (const OrderField& order : query.order) {
      std::optional<std::string> best;
      if (const auto at = terms.find(ToLowerAscii(order.field)); at != terms.end()) {
        for (const auto& value : at->second) {
          if (value && (!best || (order.descending ? *value > *best : *value < *best))) best = value;
        }
      }
      row.key.push_back(best);
    }
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [&](const Row& a, const Row& b) {
    for (std::size_t i = 0; i < query.order.size(); ++i) {
      if (a.key[i] == b.key[i]) continue;
      if (!a.key[i] || !b.key[i]) return a.key[i].has_value();
      return query.order[i].descending ? *a.key[i] > *b.key[i] : *a.key[i] < *b.key[i];
    }
    return a.ref < b.ref;
  });
  std::vector<std::string> refs;
  for (Row& row : rows) refs.push_back(std::move(row.ref));
  return refs;
}

std::map<std::string, std::size_t> NaiveCatalog::Facet(const std::string& field, const Filter& filter) const {
  std::map<std::string, std::size_t> counts;
  for (const std::string& ref : Match(filter)) {
    const Terms& terms = terms_.at(ref);
    const auto at = terms.find(ToLowerAscii(field));
    if (at == terms.end()) continue;
    for (const auto& value : at->second) {
      if (value) ++counts[*value];
    }
  }
  return counts;
}

std::vector<Edge> NaiveCatalog::Edges(const std::string& ref) const {
  const auto at = edges_.find(ref);
  if (at == edges_.end()) return {};
  return {at->second.begin(), at->second.end()};
}

std::vector<std::string> NaiveCatalog::Sources() const {
  std::vector<std::string> refs;
  for (const auto& [ref, edges] : edges_) refs.push_back(ref);
  return refs;
}

std::vector<std::string> NaiveCatalog::Ancestry(const std::string& ref) const {
  std::vector<std::string> found = {ref};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const std::string& parent : records_.at(found[i]).parents) {
      if (records_.contains(parent) && std::ranges::find(found, parent) == found.end()) found.push_back(parent);
    }
  }
  return found;
}

}  // namespace callboard::catalog
