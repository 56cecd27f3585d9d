#include "cli/finding.hpp"

#include <algorithm>
#include <format>

namespace callboard::cli {
namespace {

std::string_view NameOf(Level level) {
  return level == Level::Error ? "error" : "warning";
}

/// Percent signs and line ends; in properties also what divides them.
std::string Escaped(std::string_view text, bool in_property) {
  std::string escaped;
  for (const char c : text) {
    const bool divides = in_property && (c == ':' || c == ',');
    if (c == '%' || c == '\r' || c == '\n' || divides)
      escaped += std::format("%{:02X}", static_cast<unsigned char>(c));
    else
      escaped += c;
  }
  return escaped;
}

std::string MessageWithPath(const Finding& finding) {
  return finding.path.empty() ? finding.message : std::format("{}: {}", finding.path, finding.message);
}

}  // namespace

std::string HumanLine(const Finding& finding) {
  std::string place = finding.file;
  if (finding.line != 0) place += std::format(":{}", finding.line);
  if (finding.line != 0 && finding.column != 0) place += std::format(":{}", finding.column);
  if (!place.empty()) place += ": ";
  return std::format("{}{}: {}", place, NameOf(finding.level), MessageWithPath(finding));
}

std::string GithubLine(const Finding& finding) {
  std::string properties;
  const auto add = [&](std::string_view name, std::string_view value) {
    properties += std::format("{}{}={}", properties.empty() ? " " : ",", name, Escaped(value, true));
  };
  if (!finding.file.empty()) add("file", finding.file);
  if (finding.line != 0) add("line", std::to_string(finding.line));
  if (finding.line != 0 && finding.column != 0) add("col", std::to_string(finding.column));
  if (!finding.entity_ref.empty()) add("title", finding.entity_ref);
  return std::format("::{}{}::{}", NameOf(finding.level), properties, Escaped(MessageWithPath(finding), false));
}

Json JsonFromFinding(const Finding& finding) {
  Json json = {{"level", NameOf(finding.level)}, {"message", finding.message}};
  if (!finding.file.empty()) json["file"] = finding.file;
  if (finding.document != 0) json["document"] = finding.document;
  if (finding.line != 0) json["line"] = finding.line;
  if (finding.column != 0) json["column"] = finding.column;
  if (!finding.path.empty()) json["path"] = finding.path;
  if (!finding.entity_ref.empty()) json["entityRef"] = finding.entity_ref;
  return json;
}

std::size_t CountErrors(std::span<const Finding> findings) {
  return static_cast<std::size_t>(std::ranges::count(findings, Level::Error, &Finding::level));
}

}  // namespace callboard::cli
