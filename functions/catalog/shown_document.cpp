#include "functions/catalog/shown_document.hpp"

#include <format>

#include "functions/catalog/location.hpp"
#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

/// With an etag of everything else.
std::string Sealed(Json document) {
  Json& metadata = document["metadata"];
  metadata.erase("etag");
  metadata["etag"] = kit::Sha1Hex(DumpJson(document));
  return DumpJson(document);
}

}  // namespace

std::string ShownDocument(Json document, const CatalogFacts& facts) {
  document.erase("relations");
  document.erase("status");
  if (!facts.problems.empty()) document["status"]["items"] = facts.problems;
  // Only now: a new member moves those before it.
  Json& metadata = document["metadata"];
  if (const auto annotations = metadata.find("annotations"); annotations != metadata.end() && annotations->is_object())
    annotations->erase(std::string(kOrphanAnnotation));
  if (facts.orphan) metadata["annotations"][std::string(kOrphanAnnotation)] = "true";
  metadata["uid"] = facts.uid;
  return Sealed(std::move(document));
}

std::string OrphanedDocument(std::string_view shown) {
  auto document = ParseJson(shown);
  if (!document || !document->is_object()) return "";
  (*document)["metadata"]["annotations"][std::string(kOrphanAnnotation)] = "true";
  return Sealed(std::move(*document));
}

std::string ResultHash(std::string_view document, std::string_view relations) {
  return kit::Sha1Hex(std::format("{}\n{}", document, relations));
}

}  // namespace callboard::catalog
