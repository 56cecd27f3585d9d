#include "client/ui/csv.hpp"

namespace callboard::ui {
namespace {

bool LooksLikeFormula(const std::string& field) {
  constexpr std::string_view kStarts = "=+-@\t\r";
  return !field.empty() && kStarts.contains(field.front());
}

void AppendField(std::string& out, const std::string& field) {
  const std::string text = LooksLikeFormula(field) ? "'" + field : field;
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void AppendCsvLine(std::string& out, std::span<const std::string> fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    AppendField(out, fields[i]);
  }
  out += "\r\n";
}

}  // namespace callboard::ui
