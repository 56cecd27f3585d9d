#include "client/store/fixture.hpp"

#include <algorithm>

#include <format>
#include <utility>

#include "shared/model/relations.hpp"

namespace callboard::store {
namespace {

constexpr std::string_view kSignIn = R"({"profile":{"displayName":"Alice"},"backstageIdentity":{"token":"t","identity":{
  "type":"user","userEntityRef":"user:default/alice","ownershipEntityRefs":["user:default/alice"]},"expiresInSeconds":3600}})";
constexpr std::string_view kConfig =
    R"({"app":{"title":"Acme portal","version":"1.2.3",
  "quickLinks":[{"title":"Wiki","url":"https://wiki.example.org"}]},"organization":{"name":"Acme"},"auth":{"providers":["guest"]}})";

constexpr std::string_view kEntities = R"([
{"apiVersion":"backstage.io/v1alpha1","kind":"Component",
 "metadata":{"name":"petstore","title":"Pet store","description":"Sells pets","tags":["java","pets"],
  "annotations":{"backstage.io/view-url":"https://git.example.org/petstore","backstage.io/edit-url":"https://git.example.org/petstore/edit",
   "backstage.io/source-location":"url:https://git.example.org/petstore/"},
  "labels":{"tier":"one"},
  "links":[{"url":"https://grafana.example.org/petstore","title":"Dashboard"},{"url":"https://wiki.example.org"}]},
 "spec":{"type":"service","lifecycle":"production","owner":"team-a","system":"shop","providesApis":["petstore"],
  "consumesApis":["payments"],"dependsOn":["resource:db","component:missing"]}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"web","tags":["java"]},
 "spec":{"type":"website","lifecycle":"experimental","owner":"team-b","system":"shop","subcomponentOf":"petstore"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Component",
 "metadata":{"name":"lonely","annotations":{"backstage.io/orphan":"true"}},
 "spec":{"type":"library","lifecycle":"deprecated","owner":"user:alice"},
 "status":{"items":[{"type":"backstage.io/catalog-processing","level":"error","message":"The file is gone"}]}},
{"apiVersion":"backstage.io/v1alpha1","kind":"API","metadata":{"name":"petstore","description":"Pets over HTTP"},
 "spec":{"type":"openapi","lifecycle":"production","owner":"team-a","system":"shop","definition":"openapi: 3.0.0\n"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"API","metadata":{"name":"payments"},
 "spec":{"type":"grpc","lifecycle":"production","owner":"team-b","definition":"service Payments {}\n"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Resource","metadata":{"name":"db"},
 "spec":{"type":"database","owner":"team-a","system":"shop"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"System","metadata":{"name":"shop","title":"The shop"},
 "spec":{"owner":"team-a","domain":"commerce"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Domain","metadata":{"name":"commerce"},"spec":{"owner":"company"}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Group","metadata":{"name":"company"},
 "spec":{"type":"organization","children":["team-a","team-b"]}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Group","metadata":{"name":"team-a"},
 "spec":{"type":"team","parent":"company","children":[],"profile":{"displayName":"Team A","email":"a@example.org"}}},
{"apiVersion":"backstage.io/v1alpha1","kind":"Group","metadata":{"name":"team-b"},
 "spec":{"type":"team","parent":"company","children":[]}},
{"apiVersion":"backstage.io/v1alpha1","kind":"User","metadata":{"name":"alice"},
 "spec":{"profile":{"displayName":"Alice Liddell","email":"alice@example.org"},"memberOf":["team-a"]}}
])";

std::string FeedLine(const Json& document, std::uint64_t seq) {
  const model::Entity entity{document};
  Json projected = document;
  projected["spec"].erase("definition");
  const std::string ref = model::RefText(entity);
  const Json line = {{"seq", seq},
                     {"ref", ref},
                     {"uid", "uid-" + ref},
                     {"etag", std::format("etag-{}", seq)},
                     {"entity", std::move(projected)},
                     {"relations", model::JsonFromRelations(model::RelationsOf(entity).relations)},
                     {"parents", Json::array({"location:default/example"})}};
  return DumpJson(line) + "\n";
}

platform::Platform MemoryMachine(std::string url, platform::MemoryFetcher*& fetcher, double& now_secs) {
  auto owned = std::make_unique<platform::MemoryFetcher>();
  fetcher = owned.get();
  return {.fetcher = std::move(owned),
          .blobs = std::make_unique<platform::MemoryBlobStore>(),
          .history = std::make_unique<platform::MemoryHistory>(std::move(url)),
          .wake = [] {},
          .wall_secs = [&now_secs] { return now_secs; }};
}

}  // namespace

std::vector<Json> FixtureEntities() {
  const Json all = ParseJson(kEntities).value_or(Json::array());
  return {all.begin(), all.end()};
}

std::string FeedOf(const std::vector<Json>& entities, std::uint64_t since) {
  const std::uint64_t version = since + entities.size();
  std::string feed =
      std::format("{{\"feed\":1,\"from\":{},\"version\":{},\"total\":{}}}\n", since, version, entities.size());
  for (std::size_t i = 0; i < entities.size(); ++i) feed += FeedLine(entities[i], since + i + 1);
  return feed + std::format("{{\"end\":true,\"version\":{}}}\n", version);
}

std::string EmptyFeed(std::uint64_t version) {
  return FeedOf({}, version);
}

StoreFixture::StoreFixture(std::string url)
    : machine_(MemoryMachine(std::move(url), fetcher_, now_secs_)), store_(machine_) {}

std::size_t StoreFixture::Next() const {
  const auto waits = [](const platform::MemoryFetcher::Pending& pending) {
    return pending.request.url.contains("&wait=");
  };
  const auto& pending = fetcher_->pending();
  const auto found = std::ranges::find_if_not(pending, waits);
  return found == pending.end() ? 0 : static_cast<std::size_t>(found - pending.begin());
}

std::string StoreFixture::NextUrl() const {
  return fetcher_->pending().empty() ? "" : fetcher_->pending()[Next()].request.url;
}

void StoreFixture::Push(Command command) {
  CommandQueue queue;
  queue.Push(std::move(command));
  store_.Apply(queue);
}

void StoreFixture::Frame(const Needs& needs) {
  store_.BeginFrame(now_secs_);
  store_.Ensure(needs);
}

void StoreFixture::Answer(std::string_view body, int status) {
  static_cast<void>(fetcher_->Answer(status, {}, body, Next()));
}

void StoreFixture::Fail(Error error) {
  static_cast<void>(fetcher_->FailNext(std::move(error), Next()));
}

void StoreFixture::Enter() {
  store_.Start();
  Frame();
  Answer(kConfig);
  Push(SignIn{"guest"});
  Answer(kSignIn);
  Frame();
}

void StoreFixture::LoadCatalog() {
  // One frame finds that nothing is kept, the next asks the server.
  Frame({Need{}});
  Frame({Need{}});
  Answer(FeedOf(FixtureEntities()));
}

void StoreFixture::Show(std::string_view url) {
  Push(ShowRoute{RouteFromUrl(url), false});
}

}  // namespace callboard::store
