// Charts, code, differences and trees.
#include <gmock/gmock.h>

#include <array>
#include <format>

#include "client/ui/charts.hpp"
#include "client/ui/code_tokens.hpp"
#include "client/ui/code_view.hpp"
#include "client/ui/csv.hpp"
#include "client/ui/line_diff.hpp"
#include "client/ui/test_driver.hpp"
#include "client/ui/tree_view.hpp"

namespace callboard::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Charts, SayAllOfTheirValues) {
  const std::vector<ChartValue> values = {{"API", 12}, {"Component", 30.5}, {"Group", -2}};
  const std::vector<std::string> days = {"Mon", "Tue"};
  const std::vector<ChartSeries> series = {{"Runs", {3, 4}}, {"Errors", {1, 0}}};
  const std::vector<double> loads = {1, 2.25, 3};
  const TestDriver driver([&](Frame& frame) {
    BarChart(frame, "Kinds", values);
    DonutChart(frame, "Share", values);
    LineChart(frame, "Week", days, series);
    Sparkline(frame, "Load", loads);
  });
  EXPECT_EQ(driver.Tree(),
            "img \"Kinds: API 12, Component 30.5, Group -2\"\n"
            "img \"Share: API 12, Component 30.5, Group -2\"\n"
            "text \"API: 12 (28 %)\"\n"
            "text \"Component: 30.5 (72 %)\"\n"
            "text \"Group: -2 (0 %)\"\n"
            "img \"Week. Runs: Mon 3, Tue 4. Errors: Mon 1, Tue 0\"\n"
            "text \"Runs\"\n"
            "text \"Errors\"\n"
            "img \"Load: 1, 2.25, 3\"\n");
}

TEST(Charts, LegendGoesBelowWhereItDoesNotFit) {
  const std::vector<ChartValue> values = {{"A kind with a long name", 12}, {"API", 3}};
  const auto draw = [&](Frame& frame) { DonutChart(frame, "Share", values); };
  {
    const TestDriver wide(draw);
    const Rect ring = wide.Get(Role::Image, TextOfChart("Share", values)).rect;
    EXPECT_LT(wide.Get(Role::Text, "API: 3 (20 %)").rect.y, ring.Bottom());
  }
  const TestDriver narrow(draw, {.window = {300, 640}, .system = {}});
  const SemanticNode& legend = narrow.Get(Role::Text, "A kind with a long name: 12 (80 %)");
  EXPECT_GT(legend.rect.y, narrow.Get(Role::Image, TextOfChart("Share", values)).rect.Bottom());
  EXPECT_LE(legend.rect.Right(), 300);
}

TEST(Charts, TakeNothingAndZeros) {
  const std::vector<ChartValue> zeros = {{"API", 0}};
  const std::vector<ChartSeries> none = {{"Runs", {}}};
  const TestDriver driver([&](Frame& frame) {
    BarChart(frame, "Kinds", zeros);
    DonutChart(frame, "Share", zeros);
    DonutChart(frame, "Empty", {});
    LineChart(frame, "Week", {}, none);
    Sparkline(frame, "Load", {});
  });
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"API: 0 (0 %)\""));
  EXPECT_TRUE(driver.Has(Role::Image, "Load"));
}

TEST(Charts, AxesEndAtRoundNumbers) {
  EXPECT_EQ(RoundedUp(8.1), 10);
  EXPECT_EQ(RoundedUp(51), 60);
  EXPECT_EQ(RoundedUp(21), 24);
  EXPECT_DOUBLE_EQ(RoundedUp(0.29), 0.3);
  EXPECT_EQ(RoundedUp(100), 100);
  EXPECT_EQ(RoundedUp(-1), 1);
  EXPECT_EQ(TextOfNumber(-0.001), "0");
}

std::vector<std::string> Tokens(CodeLanguage language, std::string_view line) {
  constexpr std::array<std::string_view, 6> kNames = {"plain", "key", "word", "text", "number", "comment"};
  bool in_comment = false;
  std::vector<std::string> out;
  for (const CodeSpan& span : TokensOf(language, line, in_comment))
    out.push_back(std::format("{} {}", kNames[static_cast<std::size_t>(span.token)],
                              line.substr(span.begin, span.end - span.begin)));
  return out;
}

TEST(CodeTokens, Json) {
  EXPECT_THAT(Tokens(CodeLanguage::Json, R"(  "a\"b" : ["x", -1.5e3, true],)"),
              ElementsAre(R"(key "a\"b")", R"(text "x")", "number -1.5e3", "word true"));
  EXPECT_THAT(Tokens(CodeLanguage::Json, R"("open)"), ElementsAre(R"(text "open)"));
}

TEST(CodeTokens, Yaml) {
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "  - name: \"a: b\"  # note"),
              ElementsAre("key name", "text \"a: b\"", "comment # note"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "url: https://example.org/#x"),
              ElementsAre("key url", "text https://example.org/#x"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "count: 12"), ElementsAre("key count", "number 12"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "on: true"), ElementsAre("key on", "word true"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "# only"), ElementsAre("comment # only"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "-"), ElementsAre("text -"));
  EXPECT_THAT(Tokens(CodeLanguage::Yaml, "- "), ElementsAre());
}

TEST(CodeTokens, CommentsOfCodeReachOverLines) {
  bool in_comment = false;
  EXPECT_THAT(TokensOf(CodeLanguage::CLike, "rpc Get(A) /* one", in_comment),
              ElementsAre(CodeSpan{0, 3, CodeToken::Word}, CodeSpan{11, 17, CodeToken::Comment}));
  EXPECT_TRUE(in_comment);
  EXPECT_THAT(TokensOf(CodeLanguage::CLike, "two */ \"x\"", in_comment),
              ElementsAre(CodeSpan{0, 6, CodeToken::Comment}, CodeSpan{7, 10, CodeToken::Text}));
  EXPECT_FALSE(in_comment);
}

TEST(CodeView, MarksWhatIsSearchedFor) {
  std::string search;
  TestDriver driver([&](Frame& frame) {
    CodeView(frame, "spec.yaml", "Name: a\nname: b\n", {.language = CodeLanguage::Yaml, .search = &search});
  });
  driver.Fill(Role::SearchField, "Search in spec.yaml", "NAME");
  EXPECT_EQ(driver.announcement(), "2 matches");
  EXPECT_TRUE(driver.Has(Role::Text, "2 matches"));
  driver.Click(Role::Button, "Copy");
  EXPECT_EQ(driver.copied(), "Name: a\nname: b\n");
  EXPECT_EQ(driver.Get(Role::Code, "spec.yaml").runs.front().text, "Name: a\nname: b");
}

TEST(CodeView, LongTextsAreInTheTreeNearTheWindow) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += std::format("line {}\n", i);
  TestDriver driver([&](Frame& frame) { CodeView(frame, "Log", text); });
  const auto chunks = [&] { return driver.Get(Role::Code, "Log").runs; };
  EXPECT_LE(chunks().size(), 3U);
  EXPECT_THAT(chunks().front().text, testing::StartsWith("line 0\nline 1\n"));
  driver.environment().scroll = {0, 100'000};
  driver.Settle();
  EXPECT_LE(chunks().size(), 4U);
  EXPECT_THAT(chunks().front().text, Not(HasSubstr("line 0\n")));
}

std::string Unified(std::string_view before, std::string_view after, std::size_t context = 3) {
  std::string out;
  for (const DiffLine& line : DiffLines(before, after, context)) {
    if (line.kind == DiffKind::Skipped) out += std::format("={} ", line.count);
    if (line.kind == DiffKind::Same) out += std::format(" {} ", line.text);
    if (line.kind == DiffKind::Added) out += std::format("+{} ", line.text);
    if (line.kind == DiffKind::Removed) out += std::format("-{} ", line.text);
  }
  return out;
}

TEST(DiffLines, FindsWhatDiffers) {
  EXPECT_EQ(Unified("a\nb\nc\n", "a\nx\nc\n"), " a -b +x  c ");
  EXPECT_EQ(Unified("", "a\nb"), "+a +b ");
  EXPECT_EQ(Unified("a\nb", ""), "-a -b ");
  EXPECT_EQ(Unified("a\nb", "a\nb\n"), "=2 ");
  EXPECT_EQ(Unified("1\n2\n3\n4\n5\n6\n7", "1\n2\n3\nx\n5\n6\n7", 1), "=2  3 -4 +x  5 =2 ");
  EXPECT_EQ(Unified("a\nb\nc\nd", "b\nc\ne\nd"), "-a  b  c +e  d ");
}

TEST(DiffView, HasSignsAndCounts) {
  const TestDriver driver([](Frame& frame) { DiffView(frame, "catalog-info.yaml", "a\nb\n", "a\nc\n"); });
  EXPECT_TRUE(driver.Has(Role::Text, "1 added, 1 removed"));
  EXPECT_EQ(driver.Get(Role::Code, "catalog-info.yaml").runs.front().text, "  a\n- b\n+ c");
}

TEST(Csv, QuotesAndDisarms) {
  std::string csv;
  AppendCsvLine(csv, std::array<std::string, 5>{"a", "b,c", "say \"hi\"", "two\nlines", "=1+1"});
  EXPECT_EQ(csv, "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",'=1+1\r\n");
}

class TreeTest : public testing::Test {
 protected:
  void Draw(Frame& frame) {
    std::vector<TreeRow> rows = {{.key = "shop", .label = "Shop", .has_children = true, .expanded = open_}};
    if (open_) rows.push_back({.key = "cart", .label = "Cart", .detail = "service", .depth = 1});
    rows.push_back({.key = "bank", .label = "Bank", .has_children = true});
    const TreeResult result = TreeView(frame, "Systems", rows, chosen_);
    if (result.toggled == 0U) open_ = !open_;
    if (result.chosen) chosen_ = rows[*result.chosen].key;
  }
  bool open_ = false;
  std::string chosen_;
  TestDriver driver_{[this](Frame& frame) { Draw(frame); }};
};

TEST_F(TreeTest, ArrowKeysMoveOpenAndClose) {
  driver_.Focus(Role::TreeItem, "Shop");
  driver_.Press(Role::TreeItem, "Shop", "ArrowRight");
  EXPECT_TRUE(open_);
  driver_.Press(Role::TreeItem, "Shop", "ArrowRight");
  EXPECT_EQ(driver_.focus(), driver_.Get(Role::TreeItem, "Cart").id);
  driver_.Press(Role::TreeItem, "Cart", "Enter");
  EXPECT_EQ(chosen_, "cart");
  driver_.Press(Role::TreeItem, "Cart", "ArrowLeft");
  EXPECT_EQ(driver_.focus(), driver_.Get(Role::TreeItem, "Shop").id);
  driver_.Press(Role::TreeItem, "Shop", "End");
  EXPECT_EQ(driver_.focus(), driver_.Get(Role::TreeItem, "Bank").id);
  driver_.Press(Role::TreeItem, "Bank", "Home");
  driver_.Press(Role::TreeItem, "Shop", "ArrowLeft");
  EXPECT_FALSE(open_);
}

TEST_F(TreeTest, SaysLevelsAndStates) {
  driver_.Click(Role::TreeItem, "Shop");
  EXPECT_EQ(driver_.Tree(),
            "tree \"Systems\"\n"
            "  treeitem \"Shop\" [level=1] [expanded] [current] [selected]\n"
            "  treeitem \"Cart\" [level=2]\n"
            "  treeitem \"Bank\" [level=1] [collapsed]\n");
}

TEST(TreeView, DrawsOnlyRowsNearTheWindow) {
  std::vector<std::string> keys;
  for (int i = 0; i < 5000; ++i) keys.push_back(std::format("node-{}", i));
  std::vector<TreeRow> rows;
  for (const std::string& key : keys) rows.push_back({.key = key, .label = key});
  TestDriver driver([&](Frame& frame) { TreeView(frame, "Many", rows); });
  EXPECT_LT(driver.Nodes().size(), 60U);
  driver.Focus(Role::TreeItem, "node-0");
  driver.Press(Role::TreeItem, "node-0", "End");
  EXPECT_EQ(driver.focus(), driver.Get(Role::TreeItem, "node-4999").id);
}

TEST(CodeView, BringsTheCurrentMarkIntoTheWindow) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::format("line {}\n", i);
  const std::array<TextRange, 2> marks = {TextRange{0, 4}, TextRange{text.find("line 150"), 8}};
  CodeViewOptions options{.marks = marks, .current = 1};
  TestDriver driver([&](Frame& frame) { CodeView(frame, "Config", text, options); });
  EXPECT_FALSE(driver.last_output().scroll_to);
  options.show_current = true;
  driver.Settle();
  const SemanticNode& code = driver.Get(Role::Code, "Config");
  const auto line = static_cast<float>(code.runs.front().line_height);
  ASSERT_TRUE(driver.last_output().scroll_to);
  const float mark = code.runs.front().rect.y + 150 * line;
  EXPECT_GT(mark, *driver.last_output().scroll_to);
  EXPECT_LT(mark + line, *driver.last_output().scroll_to + driver.environment().window.h);
  options.current = 7;
  driver.Settle();
  EXPECT_FALSE(driver.last_output().scroll_to) << "there is no such mark";
}

}  // namespace
}  // namespace callboard::ui
