#include "functions/catalog/outline.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <string_view>
#include <utility>

#include "functions/catalog/log_reader.hpp"
#include "shared/base/json.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

/// More are not read one by one.
constexpr std::size_t kMostDocuments = 500;

/// What a ref, "kind:namespace/name", says of a document. Its case is lost, which no comparison sees.
std::string DocumentOf(std::string_view canonical_ref) {
  const std::size_t colon = canonical_ref.find(':');
  const std::size_t slash = canonical_ref.find('/', colon);
  if (slash == std::string_view::npos) return "{}";
  return std::format(R"({{"kind":{},"metadata":{{"name":{},"namespace":{}}}}})",
                     DumpJson(canonical_ref.substr(0, colon)), DumpJson(canonical_ref.substr(slash + 1)),
                     DumpJson(canonical_ref.substr(colon + 1, slash - colon - 1)));
}

bool IsOutlined(std::string_view field) {
  constexpr std::array<std::string_view, 3> kOfRef = {"kind", "metadata.name", "metadata.namespace"};
  const std::string folded = Fold(field);
  return std::ranges::contains(kOfRef, folded) || folded.starts_with("relations.");
}

bool IsOutlined(const Filter& filter) {
  if (!std::ranges::all_of(filter.children, [](const Filter& child) { return IsOutlined(child); })) return false;
  const bool has_field =
      filter.op == Filter::Op::Exists || filter.op == Filter::Op::In || filter.op == Filter::Op::HasPrefix;
  return !has_field || IsOutlined(filter.field);
}

}  // namespace

bool Outline::CanAnswer(const EntityQuery& query) {
  return query.text.term.empty() && query.limit <= kMostDocuments && IsOutlined(query.filter) &&
         std::ranges::all_of(query.order, [](const OrderField& order) { return IsOutlined(order.field); });
}

void Outline::Load() {
  Index index;
  LogReader log(store_, LogDetail::WithoutDocuments, 0);
  std::uint64_t version = 0;
  for (bool more = true; more;) {
    auto page = log.Next();
    if (!page) return Drop();
    for (Change& change : page->changes) change.record.document = DocumentOf(change.record.ref);
    if (!ApplyChanges(index, std::move(page->changes))) return Drop();
    version = page->version;
    more = !page->is_last;
  }
  version_ = version;
  Become(State::There, std::move(index));
}

void Outline::Drop() {
  Become(State::Gone, Index());
}

void Outline::Become(State state, Index index) {
  {
    const std::scoped_lock lock(mutex_);
    state_ = state;
    std::swap(index_, index);
    complete_.clear();
  }
  changed_.notify_all();
}

bool Outline::Complete(const std::vector<EntityId>& ids) {
  std::vector<std::string> refs;
  for (const EntityId id : ids) {
    if (!complete_.contains(id)) refs.push_back(index_.Ref(id));
  }
  if (refs.empty()) return true;
  if (refs.size() > kMostDocuments) return false;
  auto changes = store_.ReadEntities(refs);
  const auto is_newer = [this](const Change& change) { return change.record.change_seq > version_; };
  if (!changes || changes->size() != refs.size() || std::ranges::any_of(*changes, is_newer)) return false;
  if (!index_.Apply(std::move(*changes))) return false;
  complete_.insert(ids.begin(), ids.end());
  return true;
}

std::optional<Result<kit::Response>> Outline::Read(std::chrono::steady_clock::time_point deadline, const Find& find,
                                                   const Answer& answer) {
  std::unique_lock lock(mutex_);
  const auto is_decided = [this] { return state_ != State::Loading; };
  if (!changed_.wait_until(lock, deadline, is_decided) || state_ == State::Gone) return std::nullopt;
  if (!Complete(find(index_))) return std::nullopt;
  return answer(index_);
}

}  // namespace callboard::catalog
