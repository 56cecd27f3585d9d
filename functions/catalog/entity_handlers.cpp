#include <algorithm>
#include <format>

#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/projection.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

/// Offset paging of /entities.
struct OffsetPage {
  std::optional<std::size_t> limit;
  std::size_t offset = 0;
};

Result<OffsetPage> OffsetPageOf(const kit::Request& request) {
  const auto limit = NumberParam(request, "limit");
  if (!limit) return std::unexpected(limit.error());
  const auto offset = NumberParam(request, "offset");
  if (!offset) return std::unexpected(offset.error());
  if (*limit == 0U) return Fail(ErrorCode::InvalidInput, "Invalid limit, must be greater than zero");
  OffsetPage page{*limit, offset->value_or(0)};
  const auto after = kit::QueryValue(request, "after");
  if (!after) return page;
  if (after->empty()) return Fail(ErrorCode::InvalidInput, "Invalid after, must not be empty");
  std::string bytes;
  const auto cursor = DecodeBase64(*after, bytes) ? ParseJson(bytes) : Fail(ErrorCode::InvalidInput, "not base64");
  if (!cursor || !cursor->is_object())
    return Fail(ErrorCode::InvalidInput, "Malformed after cursor, could not be parsed");
  const auto read = [&](const char* name, std::optional<std::size_t> absent) -> Result<std::optional<std::size_t>> {
    const Json* const member = FindMember(*cursor, name);
    if (member == nullptr) return absent;
    if (!member->is_number_unsigned())
      return Fail(ErrorCode::InvalidInput, std::format("Malformed after cursor, {} was not a number", name));
    return member->get<std::size_t>();
  };
  const auto cursor_limit = read("limit", page.limit);
  const auto cursor_offset = read("offset", page.offset);
  if (!cursor_limit) return std::unexpected(cursor_limit.error());
  if (!cursor_offset) return std::unexpected(cursor_offset.error());
  return OffsetPage{*cursor_limit, cursor_offset->value_or(0)};
}

/// The same request, continued after this page.
std::string NextLink(const kit::Request& request, const OffsetPage& page) {
  const std::string cursor = std::format("{{\"limit\":{},\"offset\":{}}}", *page.limit, page.offset + *page.limit);
  std::string query;
  for (const auto& [key, value] : request.query) {
    if (key != "after" && key != "offset") query += std::format("{}={}&", PercentEncode(key), PercentEncode(value));
  }
  return std::format("</entities?{}after={}>; rel=\"next\"", query, PercentEncode(EncodeBase64(cursor)));
}

std::unexpected<Error> NoEntityNamed(const kit::Request& request) {
  return Fail(ErrorCode::NotFound, std::format("No entity named '{}' found, with kind '{}' in namespace '{}'",
                                               kit::PathParam(request, "name"), kit::PathParam(request, "kind"),
                                               kit::PathParam(request, "namespace")));
}

std::optional<EntityId> FindNamed(const Index& index, const kit::Request& request) {
  return index.FindByRef(model::CanonicalRef({std::string(kit::PathParam(request, "kind")),
                                              std::string(kit::PathParam(request, "namespace")),
                                              std::string(kit::PathParam(request, "name"))}));
}

kit::Response EntityResponse(const Index& index, EntityId id) {
  std::string body;
  index.AppendEntityJson(id, body);
  return kit::JsonTextResponse(std::move(body));
}

Result<kit::Response> AnswerNamed(const Index& index, const kit::Request& request) {
  const auto id = FindNamed(index, request);
  if (!id) return NoEntityNamed(request);
  return EntityResponse(index, *id);
}

}  // namespace

Result<kit::Response> ListEntities(const kit::Request& request, const CatalogDeps& deps) {
  auto filter = FilterParam(request);
  if (!filter) return std::unexpected(filter.error());
  auto order = OrderParam(request);
  if (!order) return std::unexpected(order.error());
  const auto page = OffsetPageOf(request);
  if (!page) return std::unexpected(page.error());
  const auto fields = FieldsParam(request);
  if (!fields) return std::unexpected(fields.error());
  return deps.replica->With([&](const Index& index) -> Result<kit::Response> {
    EntityQuery query{.filter = std::move(*filter),
                      .order = std::move(*order),
                      .limit = page->limit.value_or(index.Size()),
                      .offset = page->offset};
    const Page found = index.Query(query);
    std::string body = "[";
    for (std::size_t i = 0; i < found.items.size(); ++i) {
      if (i > 0) body += ',';
      AppendEntity(index, found.items[i], *fields, body);
    }
    kit::Response response = kit::JsonTextResponse(body + "]");
    if (page->limit && page->offset + found.items.size() < found.total)
      response.headers.emplace("Link", NextLink(request, *page));
    return response;
  });
}

Result<kit::Response> GetEntityByUid(const kit::Request& request, const CatalogDeps& deps) {
  return deps.replica->With([&](const Index& index) -> Result<kit::Response> {
    const auto id = index.FindByUid(kit::PathParam(request, "uid"));
    if (!id) return Fail(ErrorCode::NotFound, std::format("No entity with uid {}", kit::PathParam(request, "uid")));
    return EntityResponse(index, *id);
  });
}

Result<kit::Response> GetEntityByName(const kit::Request& request, const CatalogDeps& deps) {
  return deps.replica->With([&](const Index& index) { return AnswerNamed(index, request); });
}

EarlyResponse GetEntityByNameEarly(const kit::Request& request, const CatalogDeps& deps, Deadline until) {
  const auto find = [&](const Index& index) -> std::vector<EntityId> {
    const auto id = FindNamed(index, request);
    if (!id) return {};
    return {*id};
  };
  return deps.replica->outline().Read(until, find, [&](const Index& index) { return AnswerNamed(index, request); });
}

Result<kit::Response> GetEntityAncestry(const kit::Request& request, const CatalogDeps& deps) {
  return deps.replica->With([&](const Index& index) -> Result<kit::Response> {
    const auto root = FindNamed(index, request);
    if (!root)
      return Fail(ErrorCode::NotFound,
                  std::format("No such entity {}:{}/{}", kit::PathParam(request, "kind"),
                              kit::PathParam(request, "namespace"), kit::PathParam(request, "name")));
    std::string body = std::format("{{\"rootEntityRef\":{},\"items\":[", DumpJson(index.Ref(*root)));
    for (const EntityId id : index.Ancestry(*root)) {
      if (!body.ends_with('[')) body += ',';
      body += "{\"entity\":";
      index.AppendEntityJson(id, body);
      Json parents = Json::array();
      for (const std::string& parent : index.Parents(id)) {
        if (index.FindByRef(parent)) parents.push_back(parent);
      }
      body += std::format(",\"parentEntityRefs\":{}}}", DumpJson(parents));
    }
    return kit::JsonTextResponse(body + "]}");
  });
}

Result<kit::Response> GetEntitiesByRefs(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  if (FindMember(*body, "entityRefs") == nullptr)
    return Fail(ErrorCode::InvalidInput, "request/body must have required property 'entityRefs'");
  const auto refs = StringsMember(*body, "entityRefs");
  if (!refs) return std::unexpected(refs.error());
  auto body_fields = StringsMember(*body, "fields");
  if (!body_fields) return std::unexpected(body_fields.error());
  const auto fields = FieldsParam(request, std::move(*body_fields));
  if (!fields) return std::unexpected(fields.error());
  const auto filter = FilterOf(kit::QueryValues(request, "filter"), FindMember(*body, "query"));
  if (!filter) return std::unexpected(filter.error());
  return deps.replica->With([&](const Index& index) -> Result<kit::Response> {
    const bool all_match = filter->op == Filter::Op::All && filter->children.empty();
    std::vector<EntityId> matching;
    if (!all_match) matching = index.Match(*filter);
    std::ranges::sort(matching);
    std::string items = "{\"items\":[";
    for (const std::string& ref : *refs) {
      if (!items.ends_with('[')) items += ',';
      const auto id = index.FindByRef(ref);
      if (id && (all_match || std::ranges::binary_search(matching, *id))) {
        AppendEntity(index, *id, *fields, items);
      } else {
        items += "null";
      }
    }
    return kit::JsonTextResponse(items + "]}");
  });
}

}  // namespace callboard::catalog
