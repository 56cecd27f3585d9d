#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "shared/catalog/filter_parse.hpp"

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
  for (const std::string_view facet : kit::QueryValues(request, "facet")) facets.emplace_back(facet);
  if (facets.empty()) return Fail(ErrorCode::InvalidInput, "request/query must have required property 'facet'");
  const auto filter = FilterParam(request);
  if (!filter) return std::unexpected(filter.error());
  return AnswerFacets(facets, *filter, deps);
}

Result<kit::Response> QueryEntityFacets(const kit::Request& request, const CatalogDeps& deps) {
  const auto body = kit::JsonBody(request);
  if (!body) return std::unexpected(body.error());
  if (FindMember(*body, "facets") == nullptr)
    return Fail(ErrorCode::InvalidInput, "request/body must have required property 'facets'");
  Filter filter;
  if (const Json* const query = FindMember(*body, "query")) {
    auto parsed = FilterFromPredicate(*query);
    if (!parsed) return std::unexpected(parsed.error());
    filter = std::move(*parsed);
  }
  return AnswerFacets(StringsMember(*body, "facets"), filter, deps);
}

}  // namespace callboard::catalog
