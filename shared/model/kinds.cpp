#include "shared/model/kinds.hpp"

#include <array>

namespace callboard::model {
namespace {

using enum FieldType;

constexpr std::array<std::string_view, 2> kCoreVersions = {"backstage.io/v1alpha1", "backstage.io/v1beta1"};
constexpr std::array<std::string_view, 1> kAlphaVersion = {"backstage.io/v1alpha1"};
constexpr std::array<std::string_view, 1> kTemplateVersion = {"scaffolder.backstage.io/v1beta3"};

constexpr std::array kCommon = {
    FieldRule{"apiVersion", String, true},
    FieldRule{"kind", String, true},
    FieldRule{"metadata", Object, true},
    FieldRule{"metadata.name", String, true},
    FieldRule{"metadata.uid"},
    FieldRule{"metadata.etag"},
    FieldRule{"metadata.namespace"},
    FieldRule{"metadata.title"},
    FieldRule{"metadata.description", Text},
    FieldRule{"metadata.labels", StringMap},
    FieldRule{"metadata.annotations", StringMap},
    FieldRule{"metadata.tags", StringList},
    FieldRule{"metadata.links", List},
    FieldRule{"metadata.links[].url", String, true},
    FieldRule{"metadata.links[].title"},
    FieldRule{"metadata.links[].icon"},
    FieldRule{"metadata.links[].type"},
    FieldRule{"spec", Object},
};

constexpr std::array kApi = {FieldRule{"type", String, true}, FieldRule{"lifecycle", String, true},
                             FieldRule{"owner", String, true}, FieldRule{"definition", String, true},
                             FieldRule{"system"}};
constexpr std::array kMcpServer = {FieldRule{"type", String, true},
                                   FieldRule{"lifecycle", String, true},
                                   FieldRule{"owner", String, true},
                                   FieldRule{"remotes", List, true},
                                   FieldRule{"remotes[].type", String, true},
                                   FieldRule{"remotes[].url", String, true},
                                   FieldRule{"system"}};
constexpr std::array kAiResource = {FieldRule{"type", String, true}, FieldRule{"lifecycle", String, true},
                                    FieldRule{"owner", String, true}, FieldRule{"system"}};
constexpr std::array kAiMarketplace = {FieldRule{"type", String, true},
                                       FieldRule{"lifecycle", String, true},
                                       FieldRule{"owner", String, true},
                                       FieldRule{"plugins", StringList, true},
                                       FieldRule{"system"},
                                       FieldRule{"version"}};
constexpr std::array kAiPlugin = {FieldRule{"type", String, true},
                                  FieldRule{"lifecycle", String, true},
                                  FieldRule{"owner", String, true},
                                  FieldRule{"skills", StringList, true},
                                  FieldRule{"system"},
                                  FieldRule{"version"}};
constexpr std::array kAiRule = {FieldRule{"type", String, true},      FieldRule{"lifecycle", String, true},
                                FieldRule{"owner", String, true},     FieldRule{"category", String, true},
                                FieldRule{"rationale", String, true}, FieldRule{"system"},
                                FieldRule{"disciplines", StringList}};
constexpr std::array kAiSkill = {FieldRule{"type", String, true},
                                 FieldRule{"lifecycle", String, true},
                                 FieldRule{"owner", String, true},
                                 FieldRule{"system"},
                                 FieldRule{"disciplines", StringList},
                                 FieldRule{"categories", StringList},
                                 FieldRule{"agents", StringList},
                                 FieldRule{"dependsOn", StringList},
                                 FieldRule{"allowedTools"},
                                 FieldRule{"license"},
                                 FieldRule{"compatibility"}};
constexpr std::array kComponent = {FieldRule{"type", String, true},       FieldRule{"lifecycle", String, true},
                                   FieldRule{"owner", String, true},      FieldRule{"system"},
                                   FieldRule{"subcomponentOf"},           FieldRule{"providesApis", StringList},
                                   FieldRule{"consumesApis", StringList}, FieldRule{"dependsOn", StringList},
                                   FieldRule{"dependencyOf", StringList}};
constexpr std::array kDomain = {FieldRule{"owner", String, true}, FieldRule{"subdomainOf"}, FieldRule{"type"}};
constexpr std::array kGroup = {FieldRule{"type", String, true},
                               FieldRule{"children", StringList, true},
                               FieldRule{"profile", Object},
                               FieldRule{"profile.displayName"},
                               FieldRule{"profile.email"},
                               FieldRule{"profile.picture"},
                               FieldRule{"parent"},
                               FieldRule{"members", StringList}};
constexpr std::array kLocation = {FieldRule{"type"}, FieldRule{"target"}, FieldRule{"targets", StringList},
                                  FieldRule{"presence", Presence}};
constexpr std::array kResource = {FieldRule{"type", String, true}, FieldRule{"owner", String, true},
                                  FieldRule{"dependsOn", StringList}, FieldRule{"dependencyOf", StringList},
                                  FieldRule{"system"}};
constexpr std::array kSystem = {FieldRule{"owner", String, true}, FieldRule{"domain"}, FieldRule{"type"}};
constexpr std::array kTemplate = {FieldRule{"type", String, true},
                                  FieldRule{"steps", List, true},
                                  FieldRule{"steps[].action", Text, true},
                                  FieldRule{"steps[].id", Text},
                                  FieldRule{"steps[].name", Text},
                                  FieldRule{"steps[].input", Object},
                                  FieldRule{"steps[].if", StringOrBoolean},
                                  FieldRule{"owner"},
                                  FieldRule{"lifecycle"},
                                  FieldRule{"parameters", ObjectOrList},
                                  FieldRule{"output", TemplateOutput},
                                  FieldRule{"output.links", ObjectList},
                                  FieldRule{"output.links[].if", StringOrBoolean},
                                  FieldRule{"output.links[].url"},
                                  FieldRule{"output.links[].entityRef"},
                                  FieldRule{"output.links[].title"},
                                  FieldRule{"output.links[].icon"},
                                  FieldRule{"output.text", ObjectList},
                                  FieldRule{"output.text[].if", StringOrBoolean},
                                  FieldRule{"output.text[].title"},
                                  FieldRule{"output.text[].icon"},
                                  FieldRule{"output.text[].content", Text},
                                  FieldRule{"secrets", Object},
                                  FieldRule{"presentation", Object},
                                  FieldRule{"presentation.buttonLabels", Object},
                                  FieldRule{"presentation.buttonLabels.backButtonText", Text},
                                  FieldRule{"presentation.buttonLabels.createButtonText", Text},
                                  FieldRule{"presentation.buttonLabels.reviewButtonText", Text}};
constexpr std::array kUser = {FieldRule{"memberOf", StringList, true}, FieldRule{"profile", Object},
                              FieldRule{"profile.displayName"}, FieldRule{"profile.email"},
                              FieldRule{"profile.picture"}};

constexpr std::array kKindTable = {
    KindRules{"API", "mcp-server", kCoreVersions, kMcpServer},
    KindRules{"API", "", kCoreVersions, kApi},
    KindRules{"AiResource", "marketplace", kAlphaVersion, kAiMarketplace},
    KindRules{"AiResource", "plugin", kAlphaVersion, kAiPlugin},
    KindRules{"AiResource", "rule", kAlphaVersion, kAiRule},
    KindRules{"AiResource", "skill", kAlphaVersion, kAiSkill},
    KindRules{"AiResource", "", kAlphaVersion, kAiResource},
    KindRules{"Component", "", kCoreVersions, kComponent},
    KindRules{"Domain", "", kCoreVersions, kDomain},
    KindRules{"Group", "", kCoreVersions, kGroup},
    KindRules{"Location", "", kCoreVersions, kLocation},
    KindRules{"Resource", "", kCoreVersions, kResource},
    KindRules{"System", "", kCoreVersions, kSystem},
    KindRules{"Template", "", kTemplateVersion, kTemplate},
    KindRules{"User", "", kCoreVersions, kUser},
};

constexpr std::array kRelations = {
    RelationRule{"API", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"API", "system", "System", "partOf", "hasPart"},
    RelationRule{"AiResource", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"AiResource", "system", "System", "partOf", "hasPart"},
    RelationRule{"AiResource", "dependsOn", "", "dependsOn", "dependencyOf"},
    RelationRule{"Component", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"Component", "subcomponentOf", "Component", "partOf", "hasPart"},
    RelationRule{"Component", "providesApis", "API", "providesApi", "apiProvidedBy"},
    RelationRule{"Component", "consumesApis", "API", "consumesApi", "apiConsumedBy"},
    RelationRule{"Component", "dependsOn", "", "dependsOn", "dependencyOf"},
    RelationRule{"Component", "dependencyOf", "", "dependencyOf", "dependsOn"},
    RelationRule{"Component", "system", "System", "partOf", "hasPart"},
    RelationRule{"Domain", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"Domain", "subdomainOf", "Domain", "partOf", "hasPart"},
    RelationRule{"Group", "parent", "Group", "childOf", "parentOf"},
    RelationRule{"Group", "children", "Group", "parentOf", "childOf"},
    RelationRule{"Group", "members", "User", "hasMember", "memberOf"},
    RelationRule{"Resource", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"Resource", "dependsOn", "", "dependsOn", "dependencyOf"},
    RelationRule{"Resource", "dependencyOf", "", "dependencyOf", "dependsOn"},
    RelationRule{"Resource", "system", "System", "partOf", "hasPart"},
    RelationRule{"System", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"System", "domain", "Domain", "partOf", "hasPart"},
    RelationRule{"Template", "owner", "Group", "ownedBy", "ownerOf"},
    RelationRule{"User", "memberOf", "Group", "memberOf", "hasMember"},
};

}  // namespace

std::span<const FieldRule> CommonRules() {
  return kCommon;
}

std::span<const KindRules> KindTable() {
  return kKindTable;
}

std::span<const RelationRule> RelationTable() {
  return kRelations;
}

}  // namespace callboard::model
