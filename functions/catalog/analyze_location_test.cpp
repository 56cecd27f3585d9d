#include "functions/catalog/analyze_location.hpp"

#include <gtest/gtest.h>

#include <array>

namespace callboard::catalog {
namespace {

struct NameCase {
  std::string_view url;
  std::string_view owner;
  std::string_view name;
  std::string_view root;
};

/// What git-url-parse 16 says about the same URLs.
constexpr std::array kNames = {
    NameCase{"https://github.com/acme/shop", "acme", "shop", "https://github.com/acme/shop"},
    NameCase{"https://github.com/acme/shop/", "acme", "shop", "https://github.com/acme/shop"},
    NameCase{"https://github.com/acme/shop.git", "acme", "shop", "https://github.com/acme/shop"},
    NameCase{"https://github.com/acme/shop/blob/main/x/y.yaml", "acme", "shop", "https://github.com/acme/shop"},
    NameCase{"https://github.com/acme", "", "acme", "https://github.com/acme"},
    NameCase{"https://gitlab.com/a/b/c", "a/b", "c", "https://gitlab.com/a/b/c"},
    NameCase{"https://gitlab.com/a/b/c/-/blob/main/x.yaml", "a/b", "c", "https://gitlab.com/a/b/c"},
    NameCase{"https://dev.azure.com/org/proj/_git/repo?path=/x", "proj", "repo",
             "https://dev.azure.com/org/proj/_git/repo"},
    NameCase{"https://bitbucket.org/ws/repo/src/master/x.yaml", "ws", "repo", "https://bitbucket.org/ws/repo"},
    NameCase{"https://bitbucket.acme.com/projects/PRJ/repos/re/browse", "PRJ", "re",
             "https://bitbucket.acme.com/projects/PRJ/repos/re"},
    NameCase{"http://127.0.0.1:7099/ok.yaml", "", "ok.yaml", "http://127.0.0.1:7099/ok.yaml"},
    NameCase{"https://host", "", "", "https://host/"},
};

TEST(RepositoryOfTest, NamesAreThoseOfGitUrlParse) {
  for (const NameCase& expected : kNames) {
    const auto found = RepositoryOf(expected.url);
    ASSERT_TRUE(found.has_value()) << expected.url;
    EXPECT_EQ(found->owner, expected.owner) << expected.url;
    EXPECT_EQ(found->name, expected.name) << expected.url;
    EXPECT_EQ(found->root, expected.root) << expected.url;
  }
  EXPECT_FALSE(RepositoryOf("nope").has_value());
}

}  // namespace
}  // namespace callboard::catalog
