#include "shared/model/yaml_writer.hpp"

#include <algorithm>
#include <cmath>
#include <format>
#include <string_view>

#include "shared/base/text.hpp"

namespace callboard::model {
namespace {

bool IsControl(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether YAML 1.2's core schema would not read the text as a text.
bool LooksLikeValue(std::string_view text) {
  for (const std::string_view word : {"~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"}) {
    if (text == word) return true;
  }
  if (text.starts_with("0o") || text.starts_with("0x")) {
    const std::string_view digits = text[1] == 'o' ? "01234567" : "0123456789abcdefABCDEF";
    return text.size() > 2 && text.find_first_not_of(digits, 2) == std::string_view::npos;
  }
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const std::string lower = ToLowerAscii(text);
  if (lower == ".inf" || lower == ".nan") return true;
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    if (!IsDigits(power)) return false;
    text = text.substr(0, exponent);
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
  return (IsDigits(whole) && (fraction.empty() || IsDigits(fraction))) || (whole.empty() && IsDigits(fraction));
}

/// Whether the text can stand without quotes, on one line.
bool IsPlain(std::string_view text) {
  if (text.empty() || LooksLikeValue(text)) return false;
  if (std::string_view("\n\t ,[]{}#&*!|>'\"%@`").contains(text.front())) return false;
  if (text.front() == '?' || text.front() == '-') {
    if (text.size() == 1 || text[1] == ' ' || text[1] == '\t') return false;
  }
  if (std::string_view("\n\t :-").contains(text.back())) return false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const bool is_space = text[i + 1] == ' ' || text[i + 1] == '\t';
    if (text[i] == ':' && is_space) return false;
    if ((text[i] == ' ' || text[i] == '\t') && text[i + 1] == '#') return false;
  }
  return !text.contains('\n') && std::ranges::none_of(text, IsControl);
}

std::string DoubleQuoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted.append("\\").append(1, c);
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\r') {
      quoted += "\\r";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (IsControl(static_cast<unsigned char>(c))) {
      quoted += std::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string Quoted(std::string_view text) {
  const bool is_simple = std::ranges::none_of(text, [](unsigned char c) { return IsControl(c) || c == '\n'; });
  if (is_simple && text.contains('"') && !text.contains('\'')) return std::format("'{}'", text);
  return DoubleQuoted(text);
}

/// "|" and the lines below it; "" for a text that needs quotes.
std::string Literal(std::string_view text, std::size_t indent) {
  const std::size_t last = text.find_last_not_of('\n');
  if (!text.contains('\n') || last == std::string_view::npos || std::ranges::any_of(text, IsControl)) return "";
  // libyaml takes a tab there for indentation.
  const bool begins_with_tab = text[text.find_first_not_of('\n')] == '\t';
  if (text[last] == ' ' || text[last] == '\t' || begins_with_tab) return "";
  const std::size_t newlines = text.size() - last - 1;
  std::string literal = "|";
  if (text[text.find_first_not_of('\n')] == ' ') literal += '2';
  literal += newlines == 0 ? "-" : newlines == 1 ? "" : "+";
  const auto lines = Split(newlines == 0 ? text : text.substr(0, text.size() - 1), '\n');
  for (const std::string_view line : lines) {
    literal += '\n';
    if (!line.empty()) literal.append(indent, ' ').append(line);
  }
  return literal;
}

class Writer {
 public:
  std::string Write(const Json& json) {
    if (json.is_structured() && !json.empty()) {
      Block(json, 0);
    } else {
      out_ += Scalar(json, 2) + "\n";
    }
    return std::move(out_);
  }

 private:
  static std::string Scalar(const Json& json, std::size_t indent) {
    if (json.is_array()) return "[]";
    if (json.is_object()) return "{}";
    if (json.is_number_float()) {
      const double number = json.get<double>();
      if (std::floor(number) == number && std::abs(number) < 1e15)
        return std::to_string(static_cast<long long>(number));
    }
    if (!json.is_string()) return DumpJson(json);
    const auto& text = json.get_ref<const std::string&>();
    if (IsPlain(text)) return text;
    std::string literal = Literal(text, indent);
    return literal.empty() ? Quoted(text) : literal;
  }

  /// The members of what is not empty, each on a line of its own; the first goes on where the line is.
  void Block(const Json& json, std::size_t indent) {
    bool is_first = true;
    for (auto member = json.begin(); member != json.end(); ++member) {
      if (!is_first || out_.empty() || out_.back() == '\n') out_.append(indent, ' ');
      is_first = false;
      if (json.is_array()) {
        out_ += "- ";
        if (member->is_structured() && !member->empty()) {
          Block(*member, indent + 2);
        } else {
          out_ += Scalar(*member, indent + 2) + "\n";
        }
        continue;
      }
      out_ += IsPlain(member.key()) ? member.key() : Quoted(member.key());
      out_ += ":";
      if (member->is_structured() && !member->empty()) {
        out_ += "\n";
        Block(*member, indent + 2);
      } else {
        out_ += " " + Scalar(*member, indent + 2) + "\n";
      }
    }
  }

  std::string out_;
};

}  // namespace

std::string DumpYaml(const Json& json) {
  return Writer().Write(json);
}

}  // namespace callboard::model
