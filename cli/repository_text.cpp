#include "cli/repository_text.hpp"

#include <algorithm>
#include <format>
#include <vector>

#include "shared/base/text.hpp"

namespace callboard::cli {
namespace {

constexpr std::size_t kMaxName = 63;
constexpr std::size_t kMaxDescription = 250;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (!(line = TrimSpace(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

std::string OwnerRef(std::string_view owner) {
  if (!owner.starts_with('@')) return std::format("user:{}", EntityName(owner.substr(0, owner.find('@'))));
  owner.remove_prefix(1);
  const std::size_t slash = owner.rfind('/');
  if (slash == std::string_view::npos) return std::format("user:{}", EntityName(owner));
  return std::format("group:{}", EntityName(owner.substr(slash + 1)));
}

/// "[text](target)" gives text; `at` is at the bracket and is moved behind it all. Nothing when it is not closed.
std::optional<std::string_view> LinkText(std::string_view line, std::size_t& at) {
  std::size_t depth = 0;
  std::size_t end = at;
  for (; end < line.size(); ++end) {
    if (line[end] == '[') ++depth;
    if (line[end] == ']' && --depth == 0) break;
  }
  if (end >= line.size()) return std::nullopt;
  const std::string_view text = line.substr(at + 1, end - at - 1);
  at = end + 1;
  if (at < line.size() && (line[at] == '(' || line[at] == '[')) {
    const std::size_t close = line.find(line[at] == '(' ? ')' : ']', at);
    if (close != std::string_view::npos) at = close + 1;
  }
  return text;
}

/// Text without links, images, emphasis, code marks and HTML.
std::string Plain(std::string_view line) {
  std::string plain;
  for (std::size_t at = 0; at < line.size();) {
    const char c = line[at];
    const std::string_view rest = line.substr(at);
    const bool is_image = rest.starts_with("![");
    if (is_image) ++at;
    const auto link = line[at] == '[' ? LinkText(line, at) : std::nullopt;
    if (link) {
      // A badge is a link around an image: what is left of it is nothing.
      if (!is_image) plain += Plain(*link);
    } else if (c == '<') {
      const std::size_t close = line.find('>', at);
      at = close == std::string_view::npos ? line.size() : close + 1;
    } else {
      if (c != '*' && c != '`' && !(c == '_' && (plain.empty() || plain.back() == ' '))) plain += c;
      ++at;
    }
  }
  return std::string(TrimSpace(plain));
}

std::string Shortened(std::string text) {
  if (text.size() <= kMaxDescription) return text;
  const std::size_t sentence = text.rfind(". ", kMaxDescription);
  if (sentence != std::string::npos && sentence > kMaxDescription / 3) return text.substr(0, sentence + 1);
  text.resize(std::min(text.rfind(' ', kMaxDescription), kMaxDescription));
  return text + "…";
}

std::string_view WithoutHashes(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of('#'), line.size()));
}

bool IsRule(std::string_view line) {
  return line.size() > 2 && line.find_first_not_of("=-*_ ") == std::string_view::npos;
}

}  // namespace

std::string RemoteUrl(std::string_view git_config) {
  std::string first;
  std::string section;
  for (std::string_view line : Split(git_config, '\n')) {
    line = TrimSpace(line);
    if (line.starts_with('[')) section = line;
    const std::size_t equals = line.find('=');
    if (!section.starts_with("[remote ") || equals == std::string_view::npos) continue;
    if (TrimSpace(line.substr(0, equals)) != "url") continue;
    const std::string url(TrimSpace(line.substr(equals + 1)));
    if (section == "[remote \"origin\"]") return url;
    if (first.empty()) first = url;
  }
  return first;
}

std::optional<Hosting> HostingFrom(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const bool is_scp = scheme == std::string_view::npos;
  std::string_view rest = is_scp ? url : url.substr(scheme + 3);
  const std::size_t host_end = rest.find(is_scp ? ':' : '/');
  if (host_end == std::string_view::npos || url.starts_with("file://")) return std::nullopt;
  std::string_view host = rest.substr(0, host_end);
  if (is_scp && host.contains('/')) return std::nullopt;
  std::string_view path = rest.substr(host_end + 1);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  host = host.substr(0, host.find(':'));
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  if (host.empty() || path.empty()) return std::nullopt;
  return Hosting{ToLowerAscii(host), std::string(path)};
}

std::optional<std::string> OwnerFrom(std::string_view codeowners) {
  std::string_view of_all;
  std::string_view of_first;
  for (std::string_view line : Split(codeowners, '\n')) {
    const auto words = Words(line.substr(0, line.find('#')));
    // GitLab's files have sections in brackets.
    if (words.size() < 2 || words[0].starts_with('[') || words[0].starts_with("^[") || !words[1].contains('@'))
      continue;
    if (words[0] == "*" || words[0] == "/" || words[0] == "**" || words[0] == "/**") of_all = words[1];
    if (of_first.empty()) of_first = words[1];
  }
  const std::string_view owner = of_all.empty() ? of_first : of_all;
  if (owner.empty()) return std::nullopt;
  return OwnerRef(owner);
}

ReadmeFacts ReadmeFrom(std::string_view markdown) {
  ReadmeFacts facts;
  std::string paragraph;
  bool in_code = false;
  for (const std::string_view raw : Split(markdown, '\n')) {
    const std::string_view line = TrimSpace(raw);
    if (line.starts_with("```") || line.starts_with("~~~")) in_code = !in_code;
    if (in_code) continue;
    const bool is_heading = line.starts_with('#');
    if (line.empty() || is_heading || IsRule(line)) {
      // A line above a rule is a heading, in the older way to write them.
      if (IsRule(line) && facts.title.empty() && !paragraph.empty()) facts.title = std::exchange(paragraph, {});
      if (!paragraph.empty()) break;
      if (is_heading && facts.title.empty()) facts.title = Plain(WithoutHashes(line));
      continue;
    }
    if (line.starts_with("```") || line.starts_with("- ") || line.starts_with("* ") || line.starts_with('|') ||
        line.starts_with('>'))
      continue;
    if (const std::string plain = Plain(line); !plain.empty()) paragraph += (paragraph.empty() ? "" : " ") + plain;
  }
  facts.description = Shortened(std::move(paragraph));
  return facts;
}

std::string EntityName(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool divides = !IsAlphanumeric(c);
    const bool kept = !divides || c == '-' || c == '_' || c == '.';
    if (divides && (name.empty() || !IsAlphanumeric(name.back()))) continue;
    name += kept ? c : '-';
  }
  if (name.size() > kMaxName) name.resize(kMaxName);
  while (!name.empty() && !IsAlphanumeric(name.back())) name.pop_back();
  return name;
}

}  // namespace callboard::cli
