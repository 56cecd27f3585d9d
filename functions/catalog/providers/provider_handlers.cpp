#include "functions/catalog/handlers.hpp"
#include "functions/catalog/providers/provider_service.hpp"

namespace callboard::catalog {

Result<kit::Response> ListProviders(const kit::Request&, const CatalogDeps& deps) {
  const auto list = deps.providers->List();
  if (!list) return std::unexpected(list.error());
  kit::Response response = kit::JsonResponse(*list);
  response.headers.emplace("Cache-Control", "no-store");
  return response;
}

Result<kit::Response> ReceiveWebhook(const kit::Request& request, const CatalogDeps& deps) {
  return deps.providers->Receive(kit::PathParam(request, "source"), request);
}

}  // namespace callboard::catalog
