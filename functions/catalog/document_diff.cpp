#include "functions/catalog/document_diff.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace callboard::catalog {
namespace {

constexpr std::array<std::string_view, 4> kNoise = {"/metadata/uid", "/metadata/etag", "/status", "/relations"};

bool IsTextList(const Json& json) {
  return json.is_array() && std::ranges::all_of(json, [](const Json& item) { return item.is_string(); });
}

std::vector<std::string> Sorted(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list) texts.push_back(item.get<std::string>());
  std::ranges::sort(texts);
  return texts;
}

class Differ {
 public:
  /// Null pointers stand for what is missing.
  void Visit(const std::string& path, const Json* before, const Json* after) {
    if (std::ranges::find(kNoise, path) != kNoise.end()) return;
    if (before != nullptr && after != nullptr) {
      if (*before == *after) return;
      if (before->is_object() && after->is_object()) return VisitObjects(path, *before, *after);
      if (IsTextList(*before) && IsTextList(*after)) return AddLists(path, *before, *after);
      if (before->is_array() && after->is_array() && before->size() == after->size()) {
        for (std::size_t i = 0; i < before->size(); ++i)
          Visit(path + "/" + std::to_string(i), &(*before)[i], &(*after)[i]);
        return;
      }
    }
    Json change = {{"path", path}};
    bool truncated = false;
    if (before != nullptr) change["before"] = Shortened(*before, truncated);
    if (after != nullptr) change["after"] = Shortened(*after, truncated);
    if (truncated) change["truncated"] = true;
    Add(std::move(change));
  }

  Json Take() {
    if (left_out_ > 0) changes_.push_back({{"more", left_out_}});
    return std::move(changes_);
  }

 private:
  void VisitObjects(const std::string& path, const Json& before, const Json& after) {
    for (const auto& member : before.items())
      Visit(path + "/" + EscapePointerPart(member.key()), &member.value(), FindMember(after, member.key()));
    for (const auto& member : after.items()) {
      if (FindMember(before, member.key()) == nullptr)
        Visit(path + "/" + EscapePointerPart(member.key()), nullptr, &member.value());
    }
  }

  void AddLists(const std::string& path, const Json& before, const Json& after) {
    const auto old_texts = Sorted(before);
    const auto new_texts = Sorted(after);
    std::vector<std::string> added, removed;
    std::ranges::set_difference(new_texts, old_texts, std::back_inserter(added));
    std::ranges::set_difference(old_texts, new_texts, std::back_inserter(removed));
    Json change = {{"path", path}};
    bool truncated = false;
    if (added.empty() && removed.empty()) change["reordered"] = true;
    if (!added.empty()) change["added"] = ShortenedList(added, truncated);
    if (!removed.empty()) change["removed"] = ShortenedList(removed, truncated);
    if (truncated) change["truncated"] = true;
    Add(std::move(change));
  }

  /// As many of the texts as fit.
  static Json ShortenedList(const std::vector<std::string>& texts, bool& truncated) {
    Json list = Json::array();
    std::size_t bytes = 0;
    for (const std::string& text : texts) {
      bytes += text.size();
      if (bytes > kMaxDiffValueBytes) {
        truncated = true;
        break;
      }
      list.push_back(text);
    }
    return list;
  }

  static Json Shortened(const Json& value, bool& truncated) {
    std::string text = value.is_string() ? value.get<std::string>() : DumpJson(value);
    if (text.size() <= kMaxDiffValueBytes) return value;
    truncated = true;
    std::size_t end = kMaxDiffValueBytes;
    // Not in the middle of a character.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    return text + "…";
  }

  void Add(Json change) {
    if (changes_.size() < kMaxDiffChanges)
      changes_.push_back(std::move(change));
    else
      ++left_out_;
  }

  Json changes_ = Json::array();
  std::size_t left_out_ = 0;
};

}  // namespace

Json DiffDocuments(const Json& before, const Json& after) {
  Differ differ;
  differ.Visit("", &before, &after);
  return differ.Take();
}

}  // namespace callboard::catalog
