#include <format>

#include "functions/catalog/cursor.hpp"
#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/projection.hpp"
#include "shared/base/text.hpp"
#include "shared/catalog/filter_parse.hpp"

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

Result<Filter> FilterOf(const QueryCursor& question) {
  Filter filter;
  if (!question.filters.empty()) {
    auto parsed = FilterFromQueryParams({question.filters.begin(), question.filters.end()});
    if (!parsed) return parsed;
    filter.children.push_back(std::move(*parsed));
  }
  if (!question.predicate.is_null()) {
    auto parsed = FilterFromPredicate(question.predicate);
    if (!parsed) return parsed;
    filter.children.push_back(std::move(*parsed));
  }
  return filter;
}

Result<kit::Response> AnswerPage(const PageRequest& page_request, const CatalogDeps& deps) {
  auto filter = FilterOf(page_request.question);
  if (!filter) return std::unexpected(filter.error());
  EntityQuery query{std::move(*filter), page_request.question.text, page_request.question.order,
                    page_request.limit, page_request.offset,        page_request.anchor};
  return deps.replica->With([&](const Index& index) -> Result<kit::Response> {
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
  });
}

Status ApplyCursor(std::string_view text, PageRequest& page_request) {
  auto cursor = DecodeCursor(text);
  if (!cursor) return std::unexpected(cursor.error());
  page_request.anchor = cursor->anchor;
  page_request.question = std::move(*cursor);
  page_request.offset = 0;
  return {};
}

}  // namespace

Result<kit::Response> QueryEntities(const kit::Request& request, const CatalogDeps& deps) {
  const auto limit = NumberParam(request, "limit");
  if (!limit) return std::unexpected(limit.error());
  const auto offset = NumberParam(request, "offset");
  if (!offset) return std::unexpected(offset.error());
  PageRequest page_request;
  page_request.limit = limit->value_or(kDefaultLimit);
  page_request.offset = offset->value_or(0);
  page_request.fields = FieldsParam(request);
  if (const auto cursor = kit::QueryValue(request, "cursor")) {
    if (auto applied = ApplyCursor(*cursor, page_request); !applied) return std::unexpected(applied.error());
    return AnswerPage(page_request, deps);
  }
  auto order = OrderFieldParam(request);
  if (!order) return std::unexpected(order.error());
  page_request.question.order = std::move(*order);
  for (const std::string_view filter : kit::QueryValues(request, "filter"))
    page_request.question.filters.emplace_back(filter);
  page_request.question.text.term = TrimSpace(kit::QueryValue(request, "fullTextFilterTerm").value_or(""));
  for (const std::string_view fields : kit::QueryValues(request, "fullTextFilterFields")) {
    for (const std::string_view field : Split(fields, ',')) page_request.question.text.fields.emplace_back(field);
  }
  return AnswerPage(page_request, deps);
}

Result<kit::Response> QueryEntitiesByPredicate(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  const auto limit = NumberMember(*body, "limit");
  if (!limit) return std::unexpected(limit.error());
  const auto offset = NumberMember(*body, "offset");
  if (!offset) return std::unexpected(offset.error());
  PageRequest page_request;
  page_request.limit = limit->value_or(kDefaultLimit);
  page_request.offset = offset->value_or(0);
  page_request.fields = StringsMember(*body, "fields");
  if (const auto cursor = StringMember(*body, "cursor"); !cursor.empty()) {
    if (auto applied = ApplyCursor(cursor, page_request); !applied) return std::unexpected(applied.error());
    return AnswerPage(page_request, deps);
  }
  auto order = OrderByMember(*body);
  if (!order) return std::unexpected(order.error());
  page_request.question.order = std::move(*order);
  if (const Json* const query = FindMember(*body, "query")) page_request.question.predicate = *query;
  if (const Json* const full_text = FindMember(*body, "fullTextFilter")) {
    page_request.question.text = {std::string(TrimSpace(StringMember(*full_text, "term"))),
                                  StringsMember(*full_text, "fields")};
  }
  return AnswerPage(page_request, deps);
}

}  // namespace callboard::catalog
