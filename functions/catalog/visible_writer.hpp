#pragma once
// A writer whose writes are seen by this process's readers when it returns.

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/replica.hpp"

namespace callboard::catalog {

class VisibleWriter : public CatalogWriter {
 public:
  VisibleWriter(CatalogWriter& writer, Replica& replica) : writer_(writer), replica_(replica) {}

  Result<WriteSummary> ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) override {
    return Seen(writer_.ReplaceSource(source, entities));
  }
  Result<WriteSummary> PatchSource(std::string_view source, const SourcePatch& patch) override {
    return Seen(writer_.PatchSource(source, patch));
  }
  Result<WriteSummary> Refresh(std::string_view ref) override { return Seen(writer_.Refresh(ref)); }
  Result<WriteSummary> RefreshTargets(const std::vector<std::string>& prefixes) override {
    return Seen(writer_.RefreshTargets(prefixes));
  }

 private:
  Result<WriteSummary> Seen(Result<WriteSummary> written) {
    if (!written) return written;
    if (auto caught_up = replica_.CatchUp(); !caught_up) return std::unexpected(caught_up.error());
    return written;
  }

  CatalogWriter& writer_;
  Replica& replica_;
};

}  // namespace callboard::catalog
