#pragma once
// Tables as files for spreadsheets: RFC 4180, with CRLF.

#include <span>
#include <string>

namespace callboard::ui {

/// Adds one line. Fields are quoted where they must be; one that a spreadsheet would run as a formula gets an
/// apostrophe in front.
void AppendCsvLine(std::string& out, std::span<const std::string> fields);

}  // namespace callboard::ui
