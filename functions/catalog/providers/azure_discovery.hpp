#pragma once
// Descriptor files that Azure DevOps' code search finds.
// Source: AzureDevOpsEntityProvider of npm @backstage/plugin-catalog-backend-module-azure.

#include "functions/catalog/providers/provider.hpp"

namespace callboard::catalog {

class AzureDiscovery : public EntityProvider {
 public:
  AzureDiscovery(AzureDiscoverySettings settings, const Integration& integration, const ProviderContext& context);

  [[nodiscard]] const std::string& Id() const override { return id_; }
  [[nodiscard]] const ProviderSchedule& Schedule() const override { return settings_.schedule; }
  ProviderReading Read(const Json& state, const WorkLimits& work) override;
  /// A push to a project that is looked at asks for a run: the search says what is there.
  Result<SourceChange> ChangeBy(const ScmEvent& event, const WorkLimits& work) override;

 private:
  [[nodiscard]] std::string SearchUrl() const;
  [[nodiscard]] UnprocessedEntity LocationOf(const Json& file) const;

  AzureDiscoverySettings settings_;
  const Integration& integration_;
  ProviderContext context_;
  std::string id_;
  std::string location_key_;
};

}  // namespace callboard::catalog
