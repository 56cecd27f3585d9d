#include "cli/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace callboard::cli {
namespace {

using testing::ElementsAre;

constexpr std::array kKnown = {OptionSpec{"--format"}, OptionSpec{"--force", false}};

Result<Arguments> Parse(std::vector<std::string_view> words) {
  return ParseArguments(words, kKnown);
}

TEST(ArgumentsTest, OptionsStandAnywhere) {
  const auto arguments = Parse({"a", "--format", "json", "-", "--force", "--", "--format"});
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message;
  EXPECT_THAT(arguments->positional, ElementsAre("a", "-", "--format"));
  EXPECT_EQ(arguments->Get("--format"), "json");
  EXPECT_TRUE(arguments->Has("--force"));
  EXPECT_EQ(Parse({"--format=a=b"})->Get("--format"), "a=b");
  EXPECT_EQ(Parse({})->Get("--format", "human"), "human");
}

TEST(ArgumentsTest, WhatCannotBeMeantIsNamed) {
  EXPECT_EQ(Parse({"--from"}).error().message, "unknown option --from");
  EXPECT_EQ(Parse({"-x"}).error().message, "unknown option -x");
  EXPECT_EQ(Parse({"--format"}).error().message, "--format takes a value");
  EXPECT_EQ(Parse({"--force=1"}).error().message, "--force takes no value");
  EXPECT_EQ(Parse({"--force", "--force"}).error().message, "--force is given twice");
}

}  // namespace
}  // namespace callboard::cli
