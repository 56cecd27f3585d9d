#include "cli/yaml_writer.hpp"

#include <algorithm>
#include <array>

#include "shared/base/text.hpp"

namespace callboard::cli {
namespace {

/// What YAML 1.1 or 1.2 reads as something that is no text.
constexpr std::array<std::string_view, 11> kWords = {"true", "false", "null", "yes", "no",  "on",
                                                     "off",  "y",     "n",    "~",   ".nan"};

bool IsPlain(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.empty() || !(is_letter(text.front()) || text.front() == '.' || text.front() == '/' || text.front() == '$'))
    return false;
  if (text.back() == ' ' || text.back() == ':') return false;
  if (std::ranges::find(kWords, ToLowerAscii(text)) != kWords.end()) return false;
  if (text.contains(": ") || text.contains(" #")) return false;
  // Numbers like .5e3 begin with a dot.
  if (text.front() == '.' && text.size() > 1 && text[1] != '/' && text[1] != '.') return false;
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7F; });
}

std::string Scalar(const Json& json) {
  if (!json.is_string()) return DumpJson(json);
  const auto text = json.get<std::string>();
  return IsPlain(text) ? text : DumpJson(json);
}

void Write(const Json& json, const std::string& indent, std::string& out);

/// After "key:" or "-": on the same line, or below it.
void WriteValue(const Json& value, const std::string& indent, std::string& out) {
  if (!value.is_structured() || value.empty()) {
    out += " " + Scalar(value) + "\n";
    return;
  }
  out += "\n";
  Write(value, indent, out);
}

void Write(const Json& json, const std::string& indent, std::string& out) {
  if (json.is_object()) {
    for (const auto& member : json.items()) {
      out += indent + Scalar(Json(member.key())) + ":";
      WriteValue(member.value(), indent + "  ", out);
    }
    return;
  }
  for (const Json& item : json) {
    if (!item.is_object() || item.empty()) {
      out += indent + "-";
      WriteValue(item, indent + "  ", out);
      continue;
    }
    std::string members;
    Write(item, indent + "  ", members);
    members.replace(indent.size(), 1, "-");
    out += members;
  }
}

}  // namespace

std::string YamlFromJson(const Json& json) {
  if (!json.is_structured() || json.empty()) return Scalar(json) + "\n";
  std::string out;
  Write(json, "", out);
  return out;
}

}  // namespace callboard::cli
