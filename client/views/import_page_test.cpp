#include "client/views/import_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using ui::Role;

constexpr std::string_view kFile = "https://git.example.org/shop/catalog-info.yaml";
constexpr std::string_view kRepository = "https://git.example.org/acme/shop";
constexpr std::string_view kPreview = R"({"exists":false,"location":{"type":"url"},"entities":[
 {"kind":"Location","metadata":{"name":"generated-1"},"spec":{"type":"url"}},
 {"kind":"Component","metadata":{"name":"new","annotations":{
   "backstage.io/managed-by-location":"url:https://git.example.org/shop/catalog-info.yaml"}},
  "spec":{"type":"service","owner":"team-x","dependsOn":["component:helper"]}},
 {"kind":"Component","metadata":{"name":"helper"},"spec":{"type":"library","owner":"team-a"}},
 {"kind":"Component","metadata":{"name":"web"},"spec":{"type":"website","owner":"team-a"}}]})";
constexpr std::string_view kNothing = R"({"existingEntityFiles":[],"generateEntities":[{"entity":
 {"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"shop"},"spec":{"type":"other"}}}]})";

class ImportHarness : public ViewHarness<ImportPageData, ImportPageLocal> {
 public:
  explicit ImportHarness(std::string url = "/catalog-import")
      : ViewHarness(std::move(url), BuildImportPageData, DrawImportPage) {}

  void Analyze(std::string_view url) {
    Drawn().Fill(Role::TextField, "Repository or file URL", url);
    Drawn().Click(Role::Button, "Analyze");
  }
};

TEST(ImportPage, BeginsWithAUrl) {
  ImportHarness harness;
  EXPECT_EQ(harness.Built().step, ImportStep::Choose);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("1. Choose a URL (current step)"));
  EXPECT_TRUE(harness.Drawn().Get(Role::Button, "Analyze").states & ui::kDisabled);
  harness.Analyze(kFile);
  EXPECT_EQ(harness.fixture().Url(), "/catalog-import?url=https%3A%2F%2Fgit.example.org%2Fshop%2Fcatalog-info.yaml");
  EXPECT_THAT(harness.fixture().fetcher().pending(), SizeIs(2));
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Reading what is there"));
}

TEST(ImportPage, ShowsEveryEntityWithItsProblems) {
  ImportHarness harness;
  harness.Analyze(kFile);
  harness.fixture().Answer(kNothing);
  harness.fixture().Answer(kPreview, 201);
  const ImportPageData data = harness.Built();
  EXPECT_EQ(data.step, ImportStep::Review);
  ASSERT_THAT(data.entities, SizeIs(3));
  EXPECT_THAT(data.entities[0].problems, ElementsAre("Owned by: group:default/team-x is not in the catalog"));
  EXPECT_THAT(data.entities[1].problems, IsEmpty());
  EXPECT_THAT(data.entities[2].note, "Already in the catalog");
  EXPECT_EQ(data.generated, "") << "there is a file";
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("2. Review what it brings (current step)"));
}

TEST(ImportPage, ANameThatIsTakenIsAProblem) {
  ImportHarness harness;
  Json taken = store::FixtureEntities()[1];
  taken["metadata"]["annotations"]["backstage.io/managed-by-location"] = "url:https://git.example.org/web.yaml";
  harness.fixture().Frame({store::Need{}});
  harness.fixture().Answer(store::FeedOf({taken}, 12));
  harness.Analyze(kFile);
  harness.fixture().Answer(kNothing);
  harness.fixture().Answer(kPreview, 201);
  EXPECT_THAT(harness.Built().entities[2].problems,
              ElementsAre(HasSubstr("an entity of this name from https://git.example.org/web.yaml")));
}

TEST(ImportPage, RegistersAndLeadsToTheEntities) {
  ImportHarness harness;
  harness.Analyze(kFile);
  harness.fixture().Answer(kNothing);
  harness.fixture().Answer(kPreview, 201);
  harness.Drawn().Click(Role::Button, "Register");
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(1));
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/locations");
  harness.fixture().Answer(R"({"location":{"id":"1"},"entities":[]})", 201);
  EXPECT_EQ(harness.Built().step, ImportStep::Done);
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("Registered 3 entities"));
  EXPECT_THAT(tree, HasSubstr("link \"web\" -> /catalog/default/component/web"));
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Register"));
}

TEST(ImportPage, ARepositoryWithoutAFileGetsOne) {
  ImportHarness harness;
  harness.Analyze(kRepository);
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(1)) << "only a file can be tried";
  harness.fixture().Answer(kNothing);
  const ImportPageData data = harness.Built();
  EXPECT_THAT(data.generated, HasSubstr("name: shop"));
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("There is no descriptor yet"));
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Register"));
}

TEST(ImportPage, TheFilesOfARepositoryAreRegisteredOneByOne) {
  ImportHarness harness;
  harness.Analyze(kRepository);
  harness.fixture().Answer(R"({"generateEntities":[],"existingEntityFiles":[
    {"location":{"type":"url","target":"https://git.example.org/a.yaml"},"isRegistered":false,
     "entity":{"kind":"Component","metadata":{"name":"a"},"spec":{"owner":"team-a"}}},
    {"location":{"type":"url","target":"https://git.example.org/a.yaml"},"isRegistered":false,
     "entity":{"kind":"Component","metadata":{"name":"a2"},"spec":{"owner":"team-a"}}},
    {"location":{"type":"url","target":"https://git.example.org/b.yaml"},"isRegistered":false,
     "entity":{"kind":"Component","metadata":{"name":"b"},"spec":{"owner":"team-a"}}},
    {"location":{"type":"url","target":"https://git.example.org/c.yaml"},"isRegistered":true,
     "entity":{"kind":"Component","metadata":{"name":"c"},"spec":{"owner":"team-a"}}}]})");
  EXPECT_THAT(harness.Built().targets, SizeIs(3));
  harness.Drawn().Click(Role::Button, "Register 2 locations");
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(2));
  harness.fixture().Answer("{}", 201);
  harness.fixture().Answer(R"({"error":{"message":"Location url:https://git.example.org/b.yaml already exists"}})",
                           409);
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("already exists"));
  EXPECT_THAT(tree, HasSubstr("Somebody else was first"));
  EXPECT_EQ(harness.Built().step, ImportStep::Review);
}

struct FailureCase {
  int status;
  std::string_view message;
  std::string_view words;
};

class ImportFailures : public testing::TestWithParam<FailureCase> {};

TEST_P(ImportFailures, SayWhatToDo) {
  ImportHarness harness;
  harness.Analyze(kFile);
  harness.fixture().Answer(kNothing);
  const Json body = {{"error", {{"message", GetParam().message}}}};
  harness.fixture().Answer(DumpJson(body), GetParam().status);
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("The catalog would not take this file"));
  EXPECT_THAT(tree, HasSubstr(GetParam().message));
  EXPECT_THAT(tree, HasSubstr(GetParam().words));
  EXPECT_EQ(harness.Built().generated.empty(), GetParam().status != 404) << "only what is missing is to be written";
  EXPECT_THAT(tree, Not(HasSubstr("button \"Register\"")));
}

INSTANTIATE_TEST_SUITE_P(All, ImportFailures,
                         testing::Values(FailureCase{400, "Reading from 'https://x' is not allowed",
                                                     "backend.reading.allow"},
                                         FailureCase{400, "/spec/owner is missing", "Correct what is named here"},
                                         FailureCase{403, "readonly mode", "ask who runs the portal"},
                                         FailureCase{404, "https://x does not exist", "check the address"},
                                         FailureCase{503, "Too slow", "try again in a moment"}));

}  // namespace
}  // namespace callboard::views
