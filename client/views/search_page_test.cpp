#include "client/views/search_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::HasSubstr;
using ui::Role;

class SearchHarness : public ViewHarness<SearchPageData, SearchPageLocal> {
 public:
  explicit SearchHarness(std::string url) : ViewHarness(std::move(url), BuildSearchPageData, DrawSearchPage) {}
};

TEST(SearchPage, ShowsWhatWasFoundAndOfWhichKinds) {
  SearchHarness harness("/search?query=pets");
  const SearchPageData data = harness.Built();
  ASSERT_EQ(data.hits.size(), 2U);
  EXPECT_EQ(data.hits[1].link.text, "Pet store");
  EXPECT_EQ(data.hits[1].facts, "Component · service · owned by Team A");
  EXPECT_EQ(data.hits[1].description, "Sells pets");
  ASSERT_EQ(data.kinds.size(), 3U) << "all kinds, and the two that there are matches of";
  EXPECT_EQ(data.kinds[1].label, "API");
  EXPECT_EQ(data.kinds[1].count, 1U);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("heading \"2 matches\""));
}

TEST(SearchPage, TypingAndChoosingChangeTheAddress) {
  SearchHarness harness("/search?query=pets");
  harness.Drawn().Fill(Role::Select, "Kind", "api");
  EXPECT_EQ(harness.fixture().Url(), "/search?query=pets&kind=api");
  harness.Drawn().Fill(Role::SearchField, "Search everything", "shop");
  EXPECT_EQ(harness.fixture().Url(), "/search?query=shop&kind=api");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Nothing matches \"shop\""));
}

}  // namespace
}  // namespace callboard::views
