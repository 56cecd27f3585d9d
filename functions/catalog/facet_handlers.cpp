#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"

namespace callboard::catalog {
namespace {

Result<kit::Response> AnswerFacets(const std::vector<std::string>& facets, const Filter& filter,
                                   const CatalogDeps& deps) {
  Json answer = Json::object();
  deps.replica->With([&](const Index& index) {
    for (const std::string& facet : facets) {
      Json values = Json::array();
      for (const FacetValue& value : index.Facet(facet, filter))
        values.push_back({{"value", value.value}, {"count", value.count}});
      answer[facet] = std::move(values);
    }
  });
  return kit::JsonResponse({{"facets", std::move(answer)}});
}

}  // namespace

Result<kit::Response> GetEntityFacets(const kit::Request& request, const CatalogDeps& deps) {
  std::vector<std::string> facets;
  const auto values = kit::QueryValues(request, "facet");
  if (values.empty()) return Fail(ErrorCode::InvalidInput, "request/query must have required property 'facet'");
  for (const std::string_view facet : values) {
    if (!facet.empty()) facets.emplace_back(facet);
  }
  if (facets.empty()) return Fail(ErrorCode::InvalidInput, "Missing facet parameter");
  const auto filter = FilterParam(request);
  if (!filter) return std::unexpected(filter.error());
  return AnswerFacets(facets, *filter, deps);
}

Result<kit::Response> QueryEntityFacets(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  if (FindMember(*body, "facets") == nullptr)
    return Fail(ErrorCode::InvalidInput, "request/body must have required property 'facets'");
  auto facets = StringsMember(*body, "facets");
  if (!facets) return std::unexpected(facets.error());
  std::erase(*facets, "");
  if (facets->empty()) return Fail(ErrorCode::InvalidInput, "Missing or empty facets parameter");
  const auto filter = FilterOf({}, FindMember(*body, "query"));
  if (!filter) return std::unexpected(filter.error());
  return AnswerFacets(*facets, *filter, deps);
}

}  // namespace callboard::catalog
