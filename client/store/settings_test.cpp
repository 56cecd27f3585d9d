#include "client/store/settings.hpp"

#include <gmock/gmock.h>

namespace callboard::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Settings, RoundTrip) {
  const Settings settings{ThemeChoice::HighContrastDark,
                          {"api:default/b", "component:default/a"},
                          {"group:default/c"},
                          {{"Mine", "/catalog?x=1"}},
                          "guest"};
  const Settings read = SettingsFromJson(JsonFromSettings(settings));
  EXPECT_EQ(read.theme, settings.theme);
  EXPECT_THAT(read.starred, ElementsAre("api:default/b", "component:default/a"));
  EXPECT_THAT(read.visited, ElementsAre("group:default/c"));
  EXPECT_THAT(read.views, ElementsAre(SavedView{"Mine", "/catalog?x=1"}));
  EXPECT_EQ(read.provider, "guest");
}

TEST(Settings, TheLastVisitsComeFirstAndOnce) {
  Settings settings;
  for (const char* const ref : {"a", "b", "a"}) Visit(settings, ref);
  EXPECT_THAT(settings.visited, ElementsAre("a", "b"));
  for (int i = 0; i < 100; ++i) Visit(settings, std::to_string(i));
  EXPECT_EQ(settings.visited.size(), 20U);
  EXPECT_EQ(settings.visited.front(), "99");
}

TEST(Settings, EveryThemeHasAName) {
  for (std::size_t i = 0; i < kThemeChoiceCount; ++i) {
    const auto choice = static_cast<ThemeChoice>(i);
    EXPECT_EQ(ThemeChoiceFromName(NameOf(choice)), choice);
  }
}

TEST(Settings, KeepDefaultsForAnythingElse) {
  for (const std::string_view text :
       {"null", "[]", "7", R"({"theme":"pink","starredEntities":"x"})", R"({"theme":1,"starredEntities":[1,null]})"}) {
    const Settings settings = SettingsFromJson(ParseJson(text).value_or(Json()));
    EXPECT_EQ(settings.theme, ThemeChoice::System) << text;
    EXPECT_THAT(settings.starred, IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace callboard::store
