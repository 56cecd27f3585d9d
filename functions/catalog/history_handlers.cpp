#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <format>
#include <optional>

#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/history_store.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kDefaultLimit = 20;
constexpr std::size_t kMaxLimit = 200;

/// Digits of a fixed width, within bounds.
bool IsNumber(std::string_view text, int low, int high, int& value) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits) return false;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value >= low && value <= high;
}

bool IsDate(std::string_view text) {
  int year = 0, month = 0, day = 0;
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && IsNumber(text.substr(0, 4), 1970, 9999, year) &&
         IsNumber(text.substr(5, 2), 1, 12, month) && IsNumber(text.substr(8, 2), 1, 31, day) &&
         std::chrono::year_month_day{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))}
             .ok();
}

/// "hh:mm" or "hh:mm:ss" with any number of decimals.
bool IsTime(std::string_view text) {
  int part = 0;
  if (text.size() < 5 || text[2] != ':' || !IsNumber(text.substr(0, 2), 0, 23, part)) return false;
  if (!IsNumber(text.substr(3, 2), 0, 59, part)) return false;
  if (text.size() == 5) return true;
  if (text.size() < 8 || text[5] != ':' || !IsNumber(text.substr(6, 2), 0, 59, part)) return false;
  if (text.size() == 8) return true;
  const std::string_view decimals = text.substr(9);
  return text[8] == '.' && decimals.size() <= 9 && IsNumber(decimals, 0, 999'999'999, part);
}

/// Only what every reader takes for the same time: a date, or date, time and zone.
bool IsPointInTime(std::string_view text) {
  if (IsDate(text)) return true;
  if (text.size() < 12 || text[10] != 'T' || !IsDate(text.substr(0, 10))) return false;
  std::string_view time = text.substr(11);
  if (time.ends_with('Z')) return IsTime(time.substr(0, time.size() - 1));
  if (time.size() < 6) return false;
  const std::string_view zone = time.substr(time.size() - 6);
  return (zone[0] == '+' || zone[0] == '-') && IsTime(zone.substr(1)) && IsTime(time.substr(0, time.size() - 6));
}

std::string EncodeAnchor(const HistoryItem& item) {
  return EncodeBase64(DumpJson(Json::array({item.at, item.entry.ref, item.change_seq})));
}

std::optional<HistoryAnchor> DecodeAnchor(std::string_view text) {
  std::string bytes;
  const auto json = DecodeBase64(text, bytes) ? ParseJson(bytes) : Fail(ErrorCode::InvalidInput, "not base64");
  if (!json || !json->is_array() || json->size() != 3 || !(*json)[0].is_string() || !(*json)[1].is_string() ||
      !(*json)[2].is_number_unsigned())
    return std::nullopt;
  HistoryAnchor anchor{(*json)[0].get<std::string>(), (*json)[1].get<std::string>(), (*json)[2].get<std::uint64_t>()};
  const bool fits = anchor.change_seq <= static_cast<std::uint64_t>(INT64_MAX) && kit::IsPlainText(anchor.ref);
  return fits && IsPointInTime(anchor.at) ? std::optional(anchor) : std::nullopt;
}

/// limit, cursor and since.
Result<HistoryQuery> QueryFrom(const kit::Request& request) {
  HistoryQuery query;
  const auto limit = NumberParam(request, "limit");
  if (!limit) return std::unexpected(limit.error());
  query.limit = limit->value_or(kDefaultLimit);
  if (query.limit == 0 || query.limit > kMaxLimit)
    return Fail(ErrorCode::InvalidInput, std::format("Invalid limit, must be from 1 to {}", kMaxLimit));
  if (const auto cursor = kit::QueryValue(request, "cursor")) {
    query.after = DecodeAnchor(*cursor);
    if (!query.after) return Fail(ErrorCode::InvalidInput, "Malformed cursor");
  }
  if (const auto since = kit::QueryValue(request, "since")) {
    if (!IsPointInTime(*since))
      return Fail(ErrorCode::InvalidInput,
                  std::format("since: expected a time like 2026-11-25T08:00:00Z, found \"{}\"", *since));
    query.since = std::string(*since);
  }
  return query;
}

Json JsonFromItem(const HistoryItem& item) {
  const HistoryEntry& entry = item.entry;
  Json json = {{"at", item.at}, {"action", NameOf(entry.action)}, {"entityRef", entry.ref}, {"actor", entry.actor}};
  if (!item.subject.empty()) json["subject"] = item.subject;
  if (entry.action == HistoryAction::Updated) {
    auto diff = ParseJson(entry.diff);
    json["changes"] = diff ? std::move(*diff) : Json::array();
  }
  return json;
}

void AppendPage(const HistoryPage& page, Json& answer) {
  Json items = Json::array();
  for (const HistoryItem& item : page.items) items.push_back(JsonFromItem(item));
  answer["items"] = std::move(items);
  answer["pageInfo"] = Json::object();
  if (!page.is_last) answer["pageInfo"]["nextCursor"] = EncodeAnchor(page.items.back());
}

}  // namespace

Result<kit::Response> GetEntityHistory(const kit::Request& request, const CatalogDeps& deps) {
  auto query = QueryFrom(request);
  if (!query) return std::unexpected(query.error());
  query->ref = model::CanonicalRef({std::string(kit::PathParam(request, "kind")),
                                    std::string(kit::PathParam(request, "namespace")),
                                    std::string(kit::PathParam(request, "name"))});
  const auto times = deps.history->Times(*query->ref);
  if (!times) return std::unexpected(times.error());
  const auto page = deps.history->Read(*query);
  if (!page) return std::unexpected(page.error());
  const bool is_whole = !query->after && !query->since;
  if (!*times && page->items.empty() && is_whole)
    return Fail(ErrorCode::NotFound, std::format("No entity named '{}' found, with kind '{}' in namespace '{}'",
                                                 kit::PathParam(request, "name"), kit::PathParam(request, "kind"),
                                                 kit::PathParam(request, "namespace")));
  Json answer = {{"entityRef", *query->ref}};
  if (*times) {
    answer["createdAt"] = (*times)->created_at;
    answer["updatedAt"] = (*times)->updated_at;
  }
  AppendPage(*page, answer);
  return kit::JsonResponse(answer);
}

Result<kit::Response> GetCatalogHistory(const kit::Request& request, const CatalogDeps& deps) {
  auto query = QueryFrom(request);
  if (!query) return std::unexpected(query.error());
  if (const auto kind = kit::QueryValue(request, "kind")) query->kind = ToLowerAscii(*kind);
  if (const auto text = kit::QueryValue(request, "ref")) {
    const auto ref = model::ParseEntityRef(*text);
    if (!ref) return std::unexpected(ref.error());
    query->ref = model::CanonicalRef(*ref);
  }
  const auto page = deps.history->Read(*query);
  if (!page) return std::unexpected(page.error());
  Json answer = Json::object();
  AppendPage(*page, answer);
  return kit::JsonResponse(answer);
}

}  // namespace callboard::catalog
