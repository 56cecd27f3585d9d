#include "tests/bench/index/generate_catalog.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <string_view>

#include "shared/model/entity.hpp"
#include "shared/model/relations.hpp"

namespace callboard::bench {
namespace {

constexpr std::array<std::string_view, 24> kAreas = {
    "billing", "ledger", "checkout", "catalog", "identity", "search",  "shipping", "pricing",
    "fraud",   "media",  "playback", "ranking", "inbox",    "metrics", "consent",  "loyalty",
    "returns", "stock",  "quota",    "tenant",  "invoice",  "payout",  "risk",     "session"};
constexpr std::array<std::string_view, 16> kParts = {
    "gateway", "worker", "store",    "sync",     "indexer",  "router",    "portal",    "reporter",
    "broker",  "cache",  "resolver", "importer", "exporter", "scheduler", "validator", "notifier"};
constexpr std::array<std::string_view, 8> kLanguages = {"java",   "go",   "python", "typescript",
                                                        "kotlin", "rust", "scala",  "cpp"};
constexpr std::array<std::string_view, 18> kTechnologies = {
    "grpc",    "rest",  "kafka",     "postgres", "redis",  "react",  "spring", "terraform", "bigtable",
    "graphql", "batch", "streaming", "ml",       "tier-1", "tier-2", "tier-3", "pci",       "gdpr"};
constexpr std::array<std::string_view, 5> kLifecycles = {"production", "production", "production", "experimental",
                                                         "deprecated"};
constexpr std::array<std::string_view, 6> kComponentTypes = {"service", "service", "service",
                                                             "website", "library", "data-pipeline"};
constexpr std::array<std::string_view, 5> kApiTypes = {"openapi", "openapi", "asyncapi", "graphql", "grpc"};
constexpr std::array<std::string_view, 5> kResourceTypes = {"database", "s3-bucket", "kafka-topic", "cache", "cluster"};
constexpr std::array<std::string_view, 4> kRegions = {"eu-west-1", "us-east-1", "ap-south-1", "us-central1"};
constexpr std::array<std::string_view, 8> kVerbs = {"handles",   "stores",    "aggregates", "routes",
                                                    "validates", "publishes", "reconciles", "serves"};
constexpr std::array<std::string_view, 10> kNouns = {
    "customer orders", "payment events", "user profiles",    "audit records",  "price lists",
    "delivery slots",  "media assets",   "account balances", "session tokens", "usage counters"};
constexpr std::array<std::string_view, 7> kKindNames = {"Component", "API",   "Resource", "System",
                                                        "Domain",    "Group", "User"};
constexpr std::array<std::size_t, 7> kPercent = {70, 15, 8, 4, 1, 1, 1};

std::string Titled(std::string text) {
  bool starts = true;
  for (char& c : text) {
    if (starts && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    starts = c == '-';
    if (starts) c = ' ';
  }
  return text;
}

std::string OpenApi(const std::string& name, std::size_t version, std::size_t paths) {
  std::string text = std::format(
      "openapi: 3.0.3\ninfo:\n  title: {0}\n  version: {1}.{1}.0\n  description: HTTP interface of {0}\nservers:\n"
      "  - url: https://api.example.com/{0}\npaths:\n",
      name, version);
  for (std::size_t i = 0; i < paths; ++i) {
    text += std::format(
        "  /v1/{0}-{1}/{{id}}:\n    get:\n      operationId: get_{1}\n      summary: Read one {0}-{1}\n"
        "      parameters:\n        - name: id\n          in: path\n          required: true\n          schema:\n"
        "            type: string\n      responses:\n        '200':\n          description: found\n        '404':\n"
        "          description: not found\n",
        kParts[(version + i) % kParts.size()], i);
  }
  return text;
}

std::string Definition(std::string_view type, const std::string& name, std::size_t version, std::size_t paths) {
  const std::string area = name.substr(0, name.find('-'));
  if (type == "openapi") return OpenApi(name, version, paths);
  if (type == "graphql") {
    return std::format(
        "type Query {{\n  {}(id: ID!): Item\n  list(first: Int, after: String): [Item!]!\n}}\ntype Item {{\n  id: ID!\n"
        "  name: String\n  updatedAt: String\n}}\n",
        area);
  }
  if (type == "grpc") {
    return std::format(
        "syntax = \"proto3\";\npackage {}.v1;\nservice Items {{\n  rpc Get(GetRequest) returns (Item);\n"
        "  rpc List(ListRequest) returns (stream Item);\n}}\nmessage GetRequest {{ string id = 1; }}\n"
        "message ListRequest {{ int32 limit = 1; }}\nmessage Item {{ string id = 1; string name = 2; }}\n",
        area);
  }
  return std::format(
      "asyncapi: 2.6.0\ninfo:\n  title: {0}\n  version: 1.0.0\nchannels:\n  {0}.events:\n    subscribe:\n"
      "      message:\n        payload:\n          type: object\n          properties:\n            id:\n"
      "              type: string\n            at:\n              type: string\n",
      name);
}

}  // namespace

CatalogGenerator::CatalogGenerator(std::size_t entities)
    : entities_(entities), random_(static_cast<std::uint32_t>(entities)) {
  std::size_t at = 0;
  for (const std::size_t percent : kPercent) {
    first_.push_back(at);
    at += std::max<std::size_t>(entities * percent / 100, 1);
  }
  first_.push_back(entities);
}

std::size_t CatalogGenerator::Below(std::size_t end) {
  return random_() % end;
}

CatalogGenerator::Kind CatalogGenerator::KindOf(std::size_t number) const {
  const auto after = std::ranges::upper_bound(first_.begin(), first_.end() - 1, number);
  return static_cast<Kind>(after - first_.begin() - 1);
}

std::string CatalogGenerator::NameOf(std::size_t number) const {
  const std::string_view area = kAreas[number % kAreas.size()];
  switch (KindOf(number)) {
    case Kind::Component:
      // One in 500 is a player, so that there is something to find that few have.
      return std::format("{}-{}-{:05}", area, number % 500 == 77 ? "player" : kParts[number / 7 % kParts.size()],
                         number);
    case Kind::Group:
      return std::format("team-{}-{:05}", area, number);
    case Kind::User:
      return std::format("user.{}.{:05}", area, number);
    default:
      return std::format("{}-{}-{:05}", area, kParts[number / 5 % kParts.size()], number);
  }
}

std::string CatalogGenerator::RefOf(std::size_t number) const {
  std::string kind(kKindNames[static_cast<std::size_t>(KindOf(number))]);
  std::ranges::transform(kind, kind.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return std::format("{}:default/{}", kind, NameOf(number));
}

std::size_t CatalogGenerator::Draw(Kind kind) {
  const auto at = static_cast<std::size_t>(kind);
  return first_[at] + Below(first_[at + 1] - first_[at]);
}

std::string CatalogGenerator::OwnerRef() {
  return RefOf(Draw(Kind::Group));
}

Json CatalogGenerator::Metadata(std::size_t number) {
  const std::string name = NameOf(number);
  Json metadata = {{"namespace", "default"}, {"name", name}};
  if (Chance(60)) metadata["title"] = Titled(name);
  const auto pick = [&](const auto& from) { return from[Below(from.size())]; };
  metadata["description"] = std::format("{} that {} {} for the {} area; owned data is kept in {} and {} {}.",
                                        kKindNames[static_cast<std::size_t>(KindOf(number))], pick(kVerbs),
                                        pick(kNouns), pick(kAreas), pick(kRegions), pick(kVerbs), pick(kNouns));
  metadata["labels"] = {{"example.com/tier", std::to_string(1 + Below(3))},
                        {"example.com/region", pick(kRegions)},
                        {"example.com/cost-center", std::format("cc-{}", 100 + Below(40))}};
  const std::string file = std::format("file:/srv/catalog/part-{:04}.yaml", number / 250);
  metadata["annotations"] = {{"backstage.io/managed-by-location", file},
                             {"backstage.io/managed-by-origin-location", "file:/srv/catalog/all.yaml"},
                             {"github.com/project-slug", std::format("acme/{}", name)},
                             {"backstage.io/techdocs-ref", "dir:."},
                             {"backstage.io/kubernetes-id", name},
                             {"pagerduty.com/service-id", std::format("P{:05}", Below(1'000'000))},
                             {"sonarqube.org/project-key", std::format("acme:{}", name)}};
  if (Chance(30)) metadata["annotations"]["backstage.io/source-template"] = "template:default/new-service";
  metadata["annotations"]["grafana/dashboard-selector"] = std::format("tag == '{}'", name);
  metadata["tags"] = {pick(kLanguages)};
  for (std::size_t i = 1 + Below(4); i > 0; --i) metadata["tags"].push_back(pick(kTechnologies));
  metadata["links"] = Json::array(
      {{{"url", std::format("https://dash.example.com/d/{}", name)}, {"title", "Dashboard"}, {"icon", "dashboard"}}});
  if (Chance(50)) {
    metadata["links"].push_back(
        {{"url", std::format("https://runbooks.example.com/{}", name)}, {"title", "Runbook"}, {"icon", "docs"}});
    if (Chance(50)) metadata["links"][1]["type"] = "runbook";
  }
  metadata["uid"] =
      std::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", random_(), Below(65536), Below(4096), Below(4096), number);
  metadata["etag"] =
      std::format("{:08x}{:08x}{:08x}{:08x}{:08x}", random_(), random_(), random_(), random_(), random_());
  return metadata;
}

Json CatalogGenerator::ComponentSpec(std::size_t number) {
  const auto pick = [&](const auto& from) { return from[Below(from.size())]; };
  Json spec = {{"type", pick(kComponentTypes)},
               {"lifecycle", pick(kLifecycles)},
               {"owner", OwnerRef()},
               {"system", NameOf(Draw(Kind::System))}};
  if (Chance(5)) spec["subcomponentOf"] = NameOf(first_[0] + Below(std::min<std::size_t>(first_[1], 100)));
  if (Chance(25)) spec["providesApis"].push_back(NameOf(Draw(Kind::Api)));
  if (Chance(60)) {
    for (std::size_t i = 1 + Below(3); i > 0; --i) spec["consumesApis"].push_back(NameOf(Draw(Kind::Api)));
  }
  for (std::size_t i = Below(3); i > 0; --i) {
    const std::size_t other = Draw(Kind::Component);
    if (other != number) spec["dependsOn"].push_back(RefOf(other));
  }
  for (std::size_t i = Below(3); i > 0; --i) spec["dependsOn"].push_back(RefOf(Draw(Kind::Resource)));
  return spec;
}

Json CatalogGenerator::Spec(std::size_t number) {
  const auto pick = [&](const auto& from) { return from[Below(from.size())]; };
  const std::string name = NameOf(number);
  switch (KindOf(number)) {
    case Kind::Component:
      return ComponentSpec(number);
    case Kind::Api: {
      const std::string_view type = pick(kApiTypes);
      return {{"type", type},
              {"lifecycle", pick(kLifecycles)},
              {"owner", OwnerRef()},
              {"system", NameOf(Draw(Kind::System))},
              {"definition", Definition(type, name, 1 + Below(20), 2 + Below(5))}};
    }
    case Kind::Resource:
      return {{"type", pick(kResourceTypes)}, {"owner", OwnerRef()}, {"system", NameOf(Draw(Kind::System))}};
    case Kind::System:
      return {{"owner", OwnerRef()}, {"domain", NameOf(Draw(Kind::Domain))}, {"type", "product"}};
    case Kind::Domain:
      return {{"owner", OwnerRef()}, {"type", "product-area"}};
    case Kind::Group:
      return {{"type", "team"},
              {"parent", NameOf(first_[5] + (number - first_[5]) / 5)},
              {"profile", {{"displayName", Titled(name)}, {"email", name + "@example.com"}}},
              {"children", Json::array()}};
    case Kind::User:
      return {{"profile", {{"displayName", Titled(name)}, {"email", name + "@example.com"}}},
              {"memberOf", {NameOf(Draw(Kind::Group))}}};
  }
  return {};
}

catalog::Change CatalogGenerator::Make(std::size_t number, std::uint64_t change_seq) {
  model::Entity entity;
  entity.document = {{"apiVersion", "backstage.io/v1alpha1"},
                     {"kind", kKindNames[static_cast<std::size_t>(KindOf(number))]},
                     {"metadata", Metadata(number)},
                     {"spec", Spec(number)}};
  catalog::Change change;
  change.record.ref = RefOf(number);
  change.record.uid = entity.document["metadata"]["uid"].get<std::string>();
  change.record.document = DumpJson(entity.document);
  change.record.relations_json = DumpJson(model::JsonFromRelations(model::RelationsOf(entity).relations));
  // One in a thousand has lost what it came from.
  if (number % 1000 != 999) change.record.parents = {std::format("location:default/generated-{:04}", number / 250)};
  change.record.change_seq = change_seq;
  return change;
}

}  // namespace callboard::bench
