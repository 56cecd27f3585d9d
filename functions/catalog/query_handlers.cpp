#include <format>

#include "functions/catalog/cursor.hpp"
#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/projection.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

/// As in Backstage.
constexpr std::size_t kDefaultLimit = 200;

/// A page request: the question, and what of each entity to answer.
struct PageRequest {
  QueryCursor question;
  std::optional<PageAnchor> anchor;
  std::size_t limit = kDefaultLimit;
  std::size_t offset = 0;
  std::vector<std::string> fields;
};

Result<EntityQuery> QueryOf(const PageRequest& page_request) {
  const QueryCursor& question = page_request.question;
  auto filter = FilterOf({question.filters.begin(), question.filters.end()}, &question.predicate);
  if (!filter) return std::unexpected(filter.error());
  return EntityQuery{std::move(*filter), question.text,       question.order,
                     page_request.limit, page_request.offset, page_request.anchor};
}

kit::Response AnswerFrom(const Index& index, const EntityQuery& query, const PageRequest& page_request) {
  const Page page = index.Query(query);
  std::string body = "{\"items\":[";
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    if (i > 0) body += ',';
    AppendEntity(index, page.items[i], page_request.fields, body);
  }
  Json page_info = Json::object();
  const auto add_cursor = [&](const char* name, const std::optional<PageAnchor>& anchor) {
    if (!anchor || page_request.limit == 0) return;
    QueryCursor cursor = page_request.question;
    cursor.anchor = *anchor;
    page_info[name] = EncodeCursor(cursor);
  };
  add_cursor("nextCursor", page.next);
  // As in Backstage, only pages that were reached by a cursor lead back.
  if (page_request.anchor) add_cursor("prevCursor", page.previous);
  body += std::format("],\"totalItems\":{},\"pageInfo\":{}}}", page.total, DumpJson(page_info));
  return kit::JsonTextResponse(std::move(body));
}

Result<kit::Response> AnswerPage(const Result<PageRequest>& page_request, const CatalogDeps& deps) {
  if (!page_request) return std::unexpected(page_request.error());
  const auto query = QueryOf(*page_request);
  if (!query) return std::unexpected(query.error());
  return deps.replica->With([&](const Index& index) { return AnswerFrom(index, *query, *page_request); });
}

EarlyResponse AnswerPageEarly(const Result<PageRequest>& page_request, const CatalogDeps& deps, Deadline until) {
  if (!page_request) return std::unexpected(page_request.error());
  const auto query = QueryOf(*page_request);
  if (!query) return std::unexpected(query.error());
  if (!Outline::CanAnswer(*query)) return std::nullopt;
  return deps.replica->outline().Read(
      until, [&](const Index& index) { return index.Query(*query).items; },
      [&](const Index& index) { return AnswerFrom(index, *query, *page_request); });
}

Status ApplyCursor(std::string_view text, PageRequest& page_request) {
  auto cursor = DecodeCursor(text);
  if (!cursor) return std::unexpected(cursor.error());
  page_request.anchor = cursor->anchor;
  page_request.question = std::move(*cursor);
  page_request.offset = 0;
  return {};
}

Result<PageRequest> PageRequestOf(const kit::Request& request) {
  const auto limit = NumberParam(request, "limit");
  if (!limit) return std::unexpected(limit.error());
  const auto offset = NumberParam(request, "offset");
  if (!offset) return std::unexpected(offset.error());
  PageRequest page_request;
  page_request.limit = limit->value_or(kDefaultLimit);
  page_request.offset = offset->value_or(0);
  auto fields = FieldsParam(request);
  if (!fields) return std::unexpected(fields.error());
  page_request.fields = std::move(*fields);
  if (const auto cursor = kit::QueryValue(request, "cursor")) {
    if (auto applied = ApplyCursor(*cursor, page_request); !applied) return std::unexpected(applied.error());
    return page_request;
  }
  auto order = OrderFieldParam(request);
  if (!order) return std::unexpected(order.error());
  page_request.question.order = std::move(*order);
  for (const std::string_view filter : kit::QueryValues(request, "filter"))
    page_request.question.filters.emplace_back(filter);
  page_request.question.text.term = TrimSpace(kit::QueryValue(request, "fullTextFilterTerm").value_or(""));
  for (const std::string_view list : kit::QueryValues(request, "fullTextFilterFields")) {
    for (const std::string_view field : Split(list, ',')) page_request.question.text.fields.emplace_back(field);
  }
  return page_request;
}

Result<PageRequest> PageRequestOfBody(const kit::Request& request) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  const auto limit = NumberMember(*body, "limit");
  if (!limit) return std::unexpected(limit.error());
  const auto offset = NumberMember(*body, "offset");
  if (!offset) return std::unexpected(offset.error());
  PageRequest page_request;
  page_request.limit = limit->value_or(kDefaultLimit);
  page_request.offset = offset->value_or(0);
  auto fields = StringsMember(*body, "fields");
  if (!fields) return std::unexpected(fields.error());
  auto checked = FieldsParam({}, std::move(*fields));
  if (!checked) return std::unexpected(checked.error());
  page_request.fields = std::move(*checked);
  if (const Json* const cursor = FindMember(*body, "cursor")) {
    if (!cursor->is_string()) return Fail(ErrorCode::InvalidInput, "request/body/cursor must be string");
    const auto& text = cursor->get_ref<const std::string&>();
    if (text.empty()) return Fail(ErrorCode::InvalidInput, "Cursor cannot be empty");
    if (auto applied = ApplyCursor(text, page_request); !applied) return std::unexpected(applied.error());
    return page_request;
  }
  auto order = OrderByMember(*body);
  if (!order) return std::unexpected(order.error());
  page_request.question.order = std::move(*order);
  if (const Json* const query = FindMember(*body, "query")) page_request.question.predicate = *query;
  if (const Json* const full_text = FindMember(*body, "fullTextFilter")) {
    auto text_fields = StringsMember(*full_text, "fields", "request/body/fullTextFilter");
    if (!text_fields) return std::unexpected(text_fields.error());
    page_request.question.text = {std::string(TrimSpace(StringMember(*full_text, "term"))), std::move(*text_fields)};
  }
  return page_request;
}

}  // namespace

Result<kit::Response> QueryEntities(const kit::Request& request, const CatalogDeps& deps) {
  return AnswerPage(PageRequestOf(request), deps);
}

Result<kit::Response> QueryEntitiesByPredicate(const kit::Request& request, const CatalogDeps& deps) {
  return AnswerPage(PageRequestOfBody(request), deps);
}

EarlyResponse QueryEntitiesEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until) {
  return AnswerPageEarly(PageRequestOf(request), deps, until);
}

EarlyResponse QueryEntitiesByPredicateEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until) {
  return AnswerPageEarly(PageRequestOfBody(request), deps, until);
}

}  // namespace callboard::catalog
