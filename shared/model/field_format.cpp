#include "shared/model/field_format.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <string>

#include "shared/base/text.hpp"

namespace callboard::model {
namespace {

constexpr std::size_t kMaxLength = 63;
constexpr std::size_t kMaxPrefixLength = 253;
constexpr std::string_view kAdvice =
    "To learn more about catalog file format, visit: "
    "https://github.com/backstage/backstage/blob/master/docs/architecture-decisions/"
    "adr002-default-catalog-file-format.md";
constexpr std::string_view kNameForm =
    "a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total";
constexpr std::string_view kNamespaceForm =
    "a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total";
constexpr std::string_view kTagForm =
    "a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total";
constexpr std::string_view kKindForm =
    "a string that is a sequence of [a-zA-Z][a-z0-9A-Z], at most 63 characters in total";
constexpr std::string_view kKeyForm = "a valid prefix and/or suffix";
constexpr std::string_view kTextForm = "a non empty string";
constexpr std::string_view kUrlForm = "a string that is a valid url";

bool IsLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return IsLower(c) || (c >= 'A' && c <= 'Z');
}
bool IsAlphanumeric(char c) {
  return IsLetter(c) || IsDigit(c);
}

/// Runs of `inner` characters with `separators` between them, never at an end.
template <typename Inner>
bool IsSequence(std::string_view text, Inner inner, std::string_view separators, std::size_t max_length = kMaxLength) {
  if (text.empty() || text.size() > max_length || !inner(text.front()) || !inner(text.back())) return false;
  return std::ranges::all_of(text, [&](char c) { return inner(c) || separators.contains(c); });
}

bool IsName(std::string_view text) {
  return IsSequence(text, IsAlphanumeric, "-_.");
}
bool IsNamespace(std::string_view text) {
  return IsSequence(text, [](char c) { return IsLower(c) || IsDigit(c); }, "-");
}
bool IsTag(std::string_view text) {
  return IsSequence(
             text, [](char c) { return IsLower(c) || IsDigit(c) || std::string_view(":+#").contains(c); }, "-") &&
         !text.contains("--");
}
bool IsKind(std::string_view text) {
  return !text.empty() && IsLetter(text.front()) && IsSequence(text, IsAlphanumeric, "");
}
bool IsLabelValue(std::string_view text) {
  return text.empty() || IsName(text);
}
bool IsDomain(std::string_view text) {
  return IsSequence(
             text, [](char c) { return IsLower(c) || IsDigit(c); }, "-.", kMaxPrefixLength) &&
         !text.contains("..");
}

/// [prefix/]name, the prefix a DNS name: keys of labels and annotations, and apiVersion.
bool IsPrefixedName(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return IsName(text);
  return IsDomain(text.substr(0, slash)) && IsName(text.substr(slash + 1));
}

/// As far as `new URL(text)` takes it: a scheme, a host where the web has one, and no blank in it. Blanks further on
/// are encoded by browsers.
bool IsUrl(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWithHost = {"http", "https", "ws", "wss", "ftp"};
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !IsLetter(text.front())) return false;
  if (colon + 1 == text.size()) return !std::ranges::contains(kWithHost, ToLowerAscii(text.substr(0, colon)));
  std::string_view host = text.substr(colon + 1);
  host = host.starts_with("//") ? host.substr(2, host.find_first_of("/?#", 2) - 2) : std::string_view{};
  return std::ranges::none_of(host, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
}

class Checker {
 public:
  void Check(bool valid, std::string_view field, std::string pointer, std::string_view form, std::string_view value) {
    if (valid) return;
    problems.push_back(
        {ValidationStep::FieldFormat, std::move(pointer),
         std::format("\"{}\" is not valid; expected {} but found \"{}\". {}", field, form, value, kAdvice)});
  }

  std::vector<EntityProblem> problems;
};

void CheckMap(Checker& checker, const Json& metadata, std::string_view name, bool check_values) {
  const Json* const map = FindMember(metadata, name);
  if (map == nullptr) return;
  for (const auto& [key, value] : map->items()) {
    const std::string pointer = std::format("/metadata/{}/{}", name, EscapePointerPart(key));
    checker.Check(IsPrefixedName(key), std::format("{}.{}", name, key), pointer, kKeyForm, key);
    const std::string& text = value.get_ref<const std::string&>();
    if (check_values) checker.Check(IsLabelValue(text), std::format("{}.{}", name, key), pointer, kNameForm, text);
  }
}

void CheckLists(Checker& checker, const Json& metadata) {
  if (const Json* const tags = FindMember(metadata, "tags")) {
    for (std::size_t i = 0; i < tags->size(); ++i) {
      const std::string& tag = (*tags)[i].get_ref<const std::string&>();
      checker.Check(IsTag(tag), std::format("tags.{}", i), std::format("/metadata/tags/{}", i), kTagForm, tag);
    }
  }
  if (const Json* const links = FindMember(metadata, "links")) {
    for (std::size_t i = 0; i < links->size(); ++i) {
      const std::string_view url = StringMember((*links)[i], "url");
      checker.Check(IsUrl(url), std::format("links.{}.url", i), std::format("/metadata/links/{}/url", i), kUrlForm,
                    url);
      for (const std::string_view name : {"title", "icon"}) {
        const Json* const text = FindMember((*links)[i], name);
        if (text == nullptr) continue;
        const std::string& value = text->get_ref<const std::string&>();
        checker.Check(!TrimSpace(value).empty(), std::format("links.{}.{}", i, name),
                      std::format("/metadata/links/{}/{}", i, name), kTextForm, value);
      }
    }
  }
}

}  // namespace

std::vector<EntityProblem> CheckFieldFormats(const Json& document) {
  Checker checker;
  const Json& metadata = *FindMember(document, "metadata");
  const std::string_view api_version = StringMember(document, "apiVersion");
  const std::string_view kind = StringMember(document, "kind");
  const std::string_view name = StringMember(metadata, "name");
  checker.Check(IsPrefixedName(api_version), "apiVersion", "/apiVersion", kKeyForm, api_version);
  checker.Check(IsKind(kind), "kind", "/kind", kKindForm, kind);
  checker.Check(IsName(name), "metadata.name", "/metadata/name", kNameForm, name);
  if (metadata.contains("namespace")) {
    const std::string_view name_space = StringMember(metadata, "namespace");
    checker.Check(IsNamespace(name_space), "metadata.namespace", "/metadata/namespace", kNamespaceForm, name_space);
  }
  CheckMap(checker, metadata, "labels", true);
  CheckMap(checker, metadata, "annotations", false);
  CheckLists(checker, metadata);
  return checker.problems;
}

}  // namespace callboard::model
