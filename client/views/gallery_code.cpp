#include "client/ui/code_view.hpp"
#include "client/ui/tree_view.hpp"
#include "client/views/gallery.hpp"

namespace callboard::views {
namespace {

constexpr std::string_view kYaml = R"(# A component
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: petstore
  tags: [java, tier-1]
  annotations:
    replicas: 3
    public: true
spec:
  owner: "team-a"   # a group
)";
constexpr std::string_view kYamlAfter = R"(# A component
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: petstore
  title: Pet store
  annotations:
    replicas: 3
    public: true
spec:
  owner: "team-b"   # a group
)";
constexpr std::string_view kJson = R"({
  "name": "petstore",
  "replicas": 3,
  "public": true
})";
constexpr std::string_view kProto = R"(syntax = "proto3";
/* The shop's
   pets */
service Pets {
  rpc Get(GetRequest) returns (Pet);  // by id
})";

void DrawTree(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Tree");
  std::vector<ui::TreeRow> rows;
  const auto branch = [&](std::string_view key, std::string_view label, ui::Icon icon, int depth) {
    const bool open = local.open_branches.contains(key);
    rows.push_back({.key = key, .label = label, .icon = icon, .depth = depth, .has_children = true, .expanded = open});
    return open;
  };
  const auto leaf = [&](std::string_view key, std::string_view label, int depth) {
    rows.push_back({.key = key, .label = label, .detail = "service", .icon = ui::Icon::Component, .depth = depth});
  };
  if (branch("shop", "Shop", ui::Icon::Domain, 0)) {
    if (branch("orders", "Orders", ui::Icon::System, 1)) leaf("invoices", "Invoices", 2);
    leaf("cart", "Cart", 1);
  }
  if (branch("bank", "Bank", ui::Icon::Domain, 0)) leaf("ledger", "Ledger", 1);
  const ui::TreeResult result = ui::TreeView(frame, "Systems of the organisation", rows, local.branch);
  if (result.chosen) local.branch = rows[*result.chosen].key;
  if (!result.toggled) return;
  const std::string key(rows[*result.toggled].key);
  if (local.open_branches.erase(key) == 0) local.open_branches.insert(key);
}

}  // namespace

void DrawGalleryCode(ui::Frame& frame, GalleryLocal& local) {
  const auto grid = frame.Grid(30);
  DrawTree(frame, local);
  {
    const auto card = frame.Card("Code");
    ui::CodeView(frame, "catalog-info.yaml", kYaml, {.language = ui::CodeLanguage::Yaml, .search = &local.code_search});
  }
  {
    const auto card = frame.Card("Code in other languages");
    frame.CodeBlock("petstore.json", kJson, ui::CodeLanguage::Json);
    frame.CodeBlock("pets.proto", kProto, ui::CodeLanguage::CLike);
  }
  const auto card = frame.Card("Difference");
  ui::DiffView(frame, "Last change of catalog-info.yaml", kYaml, kYamlAfter);
}

}  // namespace callboard::views
