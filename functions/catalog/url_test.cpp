#include "functions/catalog/url.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

std::string Parsed(std::string_view text) {
  const auto url = ParseUrl(text);
  return url ? UrlText(*url) : "none";
}

TEST(UrlTest, IsWrittenInOneForm) {
  EXPECT_EQ(Parsed("HTTPS://Git.Example.COM:443/A/b.yaml?X=1#y"), "https://git.example.com/A/b.yaml?X=1#y");
  EXPECT_EQ(Parsed("http://h:7099"), "http://h:7099/");
  EXPECT_EQ(Parsed("http://h?x=../y"), "http://h/?x=../y");
}

TEST(UrlTest, DotSegmentsAreResolvedInAnySpelling) {
  EXPECT_EQ(Parsed("http://h/public/../private/x"), "http://h/private/x");
  EXPECT_EQ(Parsed("http://h/public/%2e%2E/private"), "http://h/private");
  EXPECT_EQ(Parsed("http://h/public/.%2e/x/./y"), "http://h/x/y");
  EXPECT_EQ(Parsed("http://h\\public\\..\\x"), "http://h/x");
  EXPECT_EQ(Parsed("http://h/../../x/.."), "http://h/");
  EXPECT_EQ(Parsed("http://h/a/.."), "http://h/");
  EXPECT_EQ(Parsed("http://h/a/."), "http://h/a/");
}

TEST(UrlTest, WhatAServerCouldReadDifferentlyIsNone) {
  EXPECT_EQ(Parsed("http://h/public/..%2fprivate"), "none");
  EXPECT_EQ(Parsed("http://h/public%5c..%5cprivate"), "none");
  EXPECT_EQ(Parsed("http://allowed@evil/x"), "none");
  EXPECT_EQ(Parsed("http://h b/x"), "none");
  EXPECT_EQ(Parsed("http://h/a\tb"), "none");
  EXPECT_EQ(Parsed("file:///etc/passwd"), "none");
  EXPECT_EQ(Parsed("http:///x"), "none");
  EXPECT_EQ(Parsed("x"), "none");
}

TEST(UrlTest, WhatMayNotStandInAUrlIsEncoded) {
  EXPECT_EQ(Parsed("http://h/a b/\xC3\xBC?q=<x y>#{z}"), "http://h/a%20b/%C3%BC?q=%3Cx%20y%3E#%7Bz%7D");
}

TEST(UrlTest, ReferencesAreSeenFromTheirPage) {
  const auto resolved = [](std::string_view target) {
    const auto url = ResolveReference("https://h:8080/a/b?q=1#f", target);
    return url ? UrlText(*url) : "none";
  };
  EXPECT_EQ(resolved("c?x=1#y"), "https://h:8080/a/c?x=1");
  EXPECT_EQ(resolved("/c:d"), "https://h:8080/c:d");
  EXPECT_EQ(resolved("../../c"), "https://h:8080/c");
  EXPECT_EQ(resolved("//other/c"), "https://other/c");
  EXPECT_EQ(resolved("?x=2"), "https://h:8080/a/b?x=2");
  EXPECT_EQ(resolved(""), "https://h:8080/a/b?q=1");
  EXPECT_EQ(resolved("http://other/"), "http://other/");
  EXPECT_EQ(resolved("file:///etc/passwd"), "none");
}

TEST(UrlTest, CanonicalTextsCompareWhatIsWrittenDifferently) {
  EXPECT_EQ(CanonicalUrlText("https://H/%6Frg%2Frepo/a%20b?q=%C3%BC"), "https://h/org/repo/a b?q=\xC3\xBC");
  EXPECT_EQ(CanonicalUrlText("https://h/a%3Fb%zz"), "https://h/a%3Fb%zz");
}

}  // namespace
}  // namespace callboard::catalog
