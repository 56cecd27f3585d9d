#include "cli/repository_text.hpp"

#include <gtest/gtest.h>

namespace callboard::cli {
namespace {

std::string Host(std::string_view url) {
  const auto hosting = HostingFrom(url);
  return hosting ? hosting->host + " " + hosting->slug : "";
}

TEST(RepositoryTextTest, TheOriginIsFoundInGitsConfiguration) {
  const char* const config =
      "[core]\n\turl = no\n[remote \"fork\"]\n\turl = https://a/b/c\n[remote \"origin\"]\n\tfetch = +refs\n\turl = "
      "git@github.com:acme/checkout.git\n[branch \"main\"]\n\tremote = origin\n";
  EXPECT_EQ(RemoteUrl(config), "git@github.com:acme/checkout.git");
  EXPECT_EQ(RemoteUrl("[remote \"fork\"]\nurl=https://a/b/c"), "https://a/b/c");
  EXPECT_EQ(RemoteUrl("[core]\nbare = false"), "");
}

TEST(RepositoryTextTest, HostingIsReadFromEveryFormOfUrlWithoutCredentials) {
  for (const char* const url : {"git@github.com:acme/checkout.git", "https://github.com/acme/checkout",
                                "https://GitHub.com/acme/checkout.git/", "ssh://git@github.com:22/acme/checkout.git",
                                "https://user:secret@github.com/acme/checkout.git", "git://github.com/acme/checkout"})
    EXPECT_EQ(Host(url), "github.com acme/checkout") << url;
  EXPECT_EQ(Host("https://gitlab.example/group/sub/name.git"), "gitlab.example group/sub/name");
  for (const char* const url : {"", "/srv/git/name.git", "../name", "file:///srv/name", "https://github.com"})
    EXPECT_EQ(Host(url), "") << url;
}

TEST(RepositoryTextTest, TheOwnerOfEverythingIsTheOwner) {
  EXPECT_EQ(OwnerFrom("# all\n* @acme/platform @jane\n/docs @acme/writers\n"), "group:platform");
  EXPECT_EQ(OwnerFrom("* @acme/old\n*.js @acme/web\n* @acme/new # since\n"), "group:new");
  EXPECT_EQ(OwnerFrom("/src @jane\n/docs @acme/writers\n"), "user:jane");
  EXPECT_EQ(OwnerFrom("* jane.doe@example.com\n"), "user:jane.doe");
  EXPECT_EQ(OwnerFrom("[Section] @acme/x\n* @group/sub/team\n"), "group:team");
  EXPECT_EQ(OwnerFrom("# nothing\n* \n*.md nobody\n"), std::nullopt);
}

TEST(RepositoryTextTest, AReadmeGivesTitleAndDescription) {
  const auto facts = ReadmeFrom(
      "[![build](https://b/x.svg)](https://b)\n<p align=\"center\">\n\n# Checkout *service*\n\n![logo](l.png)\n\n"
      "Takes `money` from [customers](https://c)\nand keeps _records_ of snake_case.\n\nMore text.\n");
  EXPECT_EQ(facts.title, "Checkout service");
  EXPECT_EQ(facts.description, "Takes money from customers and keeps records_ of snake_case.");
  const auto older = ReadmeFrom("Title\n=====\n\n- item\n\n```\ncode\n```\nText\n");
  EXPECT_EQ(older.title, "Title");
  EXPECT_EQ(older.description, "Text");
  EXPECT_EQ(ReadmeFrom("").description, "");
  const auto broken = ReadmeFrom("# [a\n\n![b\n<c");
  EXPECT_EQ(broken.title, "[a");
}

TEST(RepositoryTextTest, LongDescriptionsEndWithASentence) {
  std::string text = "First sentence that is long enough to be of use to somebody who reads a list. ";
  text += text + text;
  const std::string description = ReadmeFrom(text + text).description;
  EXPECT_LE(description.size(), 250U);
  EXPECT_TRUE(description.ends_with("a list."));
  EXPECT_TRUE(ReadmeFrom(std::string(600, 'x') + " y").description.size() < 300);
}

TEST(RepositoryTextTest, NamesAreMadeValid) {
  EXPECT_EQ(EntityName("My Service (new)"), "My-Service-new");
  EXPECT_EQ(EntityName("--a__b..c--"), "a_b.c");
  EXPECT_EQ(EntityName("straße"), "stra-e");
  EXPECT_EQ(EntityName(std::string(62, 'a') + "--b"), std::string(62, 'a'));
  EXPECT_EQ(EntityName("..."), "");
}

}  // namespace
}  // namespace callboard::cli
