#include "functions/catalog/projection.hpp"

#include <algorithm>

#include "shared/base/json.hpp"

namespace callboard::catalog {
namespace {

using Paths = std::vector<std::string_view>;

/// Copies members from the text of a document without taking it apart: for a page of entities, building their trees
/// takes longer than everything else together. The index has checked that the text is JSON.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// From the object that begins here, appends what `paths` lead to. False, and nothing is appended, when that is
  /// nothing.
  bool CopyWanted(const Paths& paths, std::string& out) {
    const std::size_t out_begin = out.size();
    ++at_;
    while (SkipSpace() == '"') {
      const std::string_view raw_key = Value();
      SkipSpace();
      ++at_;
      SkipSpace();
      CopyMember(raw_key, paths, out_begin, out);
      if (SkipSpace() == ',') ++at_;
    }
    ++at_;
    if (out.size() == out_begin) return false;
    out += '}';
    return true;
  }

 private:
  void CopyMember(std::string_view raw_key, const Paths& paths, std::size_t out_begin, std::string& out) {
    const std::string key = KeyOf(raw_key);
    bool is_whole = false;
    Paths below;
    for (const std::string_view path : paths) {
      if (!path.starts_with(key)) continue;
      if (path.size() == key.size()) is_whole = true;
      if (path.size() > key.size() && path[key.size()] == '.') below.push_back(path.substr(key.size() + 1));
    }
    const std::size_t member_begin = out.size();
    const auto append_key = [&] { out.append(member_begin == out_begin ? "{" : ",").append(raw_key).append(":"); };
    if (is_whole) {
      append_key();
      out += Value();
    } else if (!below.empty() && Current() == '{') {
      append_key();
      if (!CopyWanted(below, out)) out.resize(member_begin);
    } else {
      Value();
    }
  }

  [[nodiscard]] char Current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  char SkipSpace() {
    while (Current() == ' ' || Current() == '\n' || Current() == '\t' || Current() == '\r') ++at_;
    return Current();
  }

  /// Moves behind the value that begins here, and gives its text.
  std::string_view Value() {
    const std::size_t begin = std::min(at_, text_.size());
    int depth = 0;
    do {
      const char c = Current();
      if (c == '"') {
        SkipString();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']' || c == ',') && depth == 0) break;
      if (c == '}' || c == ']') --depth;
      ++at_;
      if (depth == 0 && (c == '}' || c == ']')) break;
    } while (at_ < text_.size() && (depth > 0 || text_[begin] != '"'));
    at_ = std::min(at_, text_.size());
    return text_.substr(begin, at_ - begin);
  }

  /// From quote to quote: most of a document is within strings. A quote ends one unless an odd number of backslashes
  /// stands before it.
  void SkipString() {
    const std::size_t begin = at_ + 1;
    for (at_ = text_.find('"', begin); at_ < text_.size(); at_ = text_.find('"', at_ + 1)) {
      std::size_t backslashes = 0;
      while (at_ - backslashes > begin && text_[at_ - backslashes - 1] == '\\') ++backslashes;
      if (backslashes % 2 == 0) break;
    }
    at_ = at_ < text_.size() ? at_ + 1 : text_.size();
  }

  static std::string KeyOf(std::string_view raw_key) {
    if (raw_key.size() < 2) return "";
    const std::string_view inner = raw_key.substr(1, raw_key.size() - 2);
    if (!inner.contains('\\')) return std::string(inner);
    const auto parsed = ParseJson(raw_key);
    return parsed && parsed->is_string() ? parsed->get<std::string>() : std::string(inner);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void AppendProjection(std::string_view document, const std::vector<std::string>& fields, std::string& out) {
  if (!Scanner(document).CopyWanted({fields.begin(), fields.end()}, out)) out += "{}";
}

void AppendEntity(const Index& index, EntityId id, const std::vector<std::string>& fields, std::string& out) {
  if (fields.empty()) {
    index.AppendEntityJson(id, out);
  } else if (std::ranges::contains(fields, "relations")) {
    std::string whole;
    index.AppendEntityJson(id, whole);
    AppendProjection(whole, fields, out);
  } else {
    AppendProjection(index.Document(id), fields, out);
  }
}

}  // namespace callboard::catalog
