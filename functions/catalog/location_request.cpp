#include "functions/catalog/location_request.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "shared/base/text.hpp"
#include "shared/catalog/filter_parse.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

std::unexpected<Error> Invalid(std::string message) {
  return Fail(ErrorCode::InvalidInput, std::move(message));
}

/// The words of Zod, as Backstage passes them on.
std::unexpected<Error> UnknownKey(std::string_view key) {
  return Invalid(std::format(
      "Malformed request: [\n  {{\n    \"code\": \"unrecognized_keys\",\n    \"keys\": [\n      {}\n    ],\n"
      "    \"path\": [],\n    \"message\": \"Unrecognized key(s) in object: '{}'\"\n  }}\n]",
      DumpJson(key), key));
}

Status CheckTarget(const std::string& target) {
  if (target.empty()) return Invalid("Location target must not be empty");
  if (!kit::IsPlainText(target)) return Invalid("Location target must not hold NUL characters");
  if (target.size() <= kMaxTargetBytes) return {};
  return Invalid(std::format("Location target takes {} bytes, more than {}", target.size(), kMaxTargetBytes));
}

/// Of the columns that can be asked for.
std::optional<std::string> FieldOf(const RegisteredLocation& registered, std::string_view folded_name) {
  if (folded_name == "id") return registered.id;
  if (folded_name == "type") return registered.location.type;
  if (folded_name == "target") return registered.location.target;
  if (folded_name == "entityref") return registered.entity_ref;
  return std::nullopt;
}

Status CheckFields(const Filter& filter) {
  for (const Filter& child : filter.children) {
    if (auto checked = CheckFields(child); !checked) return checked;
  }
  const bool is_leaf = filter.op >= Filter::Op::Exists;
  if (!is_leaf || FieldOf({}, Fold(filter.field))) return {};
  return Invalid(std::format(
      "Invalid filter predicate, expected key to be 'id', 'type', 'target', or 'entityRef', got '{}'", filter.field));
}

bool Matches(const Filter& filter, const RegisteredLocation& registered) {
  const auto child_matches = [&](const Filter& child) { return Matches(child, registered); };
  const std::string value = Fold(FieldOf(registered, Fold(filter.field)).value_or(""));
  switch (filter.op) {
    case Filter::Op::All:
      return std::ranges::all_of(filter.children, child_matches);
    case Filter::Op::Any:
      return std::ranges::any_of(filter.children, child_matches);
    case Filter::Op::Not:
      return std::ranges::none_of(filter.children, child_matches);
    case Filter::Op::Exists:
      return true;
    case Filter::Op::In:
      return std::ranges::any_of(filter.values, [&](const std::string& wanted) { return Fold(wanted) == value; });
    case Filter::Op::HasPrefix:
      return value.starts_with(Fold(filter.values.front()));
    case Filter::Op::ContainsRelation:
      return false;
  }
  return false;
}

Result<LocationQuery> WithFilter(LocationQuery query) {
  if (!query.text) return query;
  auto filter = FilterFromPredicate(*query.text);
  if (!filter) return std::unexpected(filter.error());
  if (auto checked = CheckFields(*filter); !checked) return std::unexpected(checked.error());
  query.filter = std::move(*filter);
  return query;
}

Result<LocationQuery> FromCursor(const Json& cursor) {
  if (!cursor.is_string()) return Invalid("request/body/cursor must be string");
  const std::string& text = cursor.get_ref<const std::string&>();
  if (text.empty()) return Invalid("Cursor cannot be empty");
  std::string bytes;
  const auto json = DecodeBase64(text, bytes) ? ParseJson(bytes) : Invalid("not base64");
  if (!json) return Invalid("Malformed cursor, unknown encoding");
  const Json* const limit = FindMember(*json, "limit");
  if (limit == nullptr || !limit->is_number_unsigned() || *limit == 0U)
    return Invalid("Malformed cursor: Validation error: Number must be greater than or equal to 1 at \"limit\"");
  LocationQuery query{.limit = limit->get<std::size_t>(), .after_id = std::string(StringMember(*json, "afterId"))};
  if (const Json* const predicate = FindMember(*json, "query")) query.text = *predicate;
  return WithFilter(std::move(query));
}

std::string CursorAfter(const LocationQuery& query, const std::string& id) {
  Json cursor = {{"limit", query.limit}, {"afterId", id}};
  if (query.text) cursor["query"] = *query.text;
  return EncodeBase64(DumpJson(cursor));
}

}  // namespace

Result<std::string> RequiredText(const Json& json, std::string_view name, std::string_view path) {
  const Json* const member = FindMember(json, name);
  if (member == nullptr) return Invalid(std::format("{} must have required property '{}'", path, name));
  if (!member->is_string()) return Invalid(std::format("{}/{} must be string", path, name));
  return member->get<std::string>();
}

Result<SourceLocation> LocationInput(const Json& json, std::string_view path) {
  if (!json.is_object()) return Invalid(std::format("{} must be object", path));
  auto target = RequiredText(json, "target", path);
  if (!target) return std::unexpected(target.error());
  auto type = RequiredText(json, "type", path);
  if (!type) return std::unexpected(type.error());
  constexpr std::array<std::string_view, 3> kKnown = {"type", "target", "presence"};
  for (const auto& [key, value] : json.items()) {
    if (!std::ranges::contains(kKnown, key)) return UnknownKey(key);
    if (key == "presence" && value != "required" && value != "optional")
      return Invalid(std::format("{}/presence must be required or optional", path));
  }
  if (auto checked = CheckTarget(*target); !checked) return std::unexpected(checked.error());
  return SourceLocation{std::move(*type), std::move(*target)};
}

Status CheckType(const SourceLocation& location, const RegistrationSettings& settings) {
  if (std::ranges::contains(settings.allowed_types, location.type)) return {};
  return Invalid(
      std::format("Registered locations must be of an allowed type {}", DumpJson(Json(settings.allowed_types))));
}

bool IsYes(std::string_view text) {
  constexpr std::array<std::string_view, 5> kYes = {"y", "yes", "true", "1", "on"};
  return std::ranges::contains(kYes, ToLowerAscii(TrimSpace(text)));
}

Result<LocationQuery> LocationQueryFrom(const Json& body) {
  if (!body.is_object()) return Invalid("request/body must be object");
  if (const Json* const cursor = FindMember(body, "cursor")) return FromCursor(*cursor);
  LocationQuery query;
  if (const Json* const limit = FindMember(body, "limit")) {
    if (!limit->is_number()) return Invalid("request/body/limit must be number");
    if (!limit->is_number_unsigned() || *limit == 0U) return Invalid("Limit must be a positive integer >= 1");
    query.limit = limit->get<std::size_t>();
  }
  if (const Json* const predicate = FindMember(body, "query")) query.text = *predicate;
  return WithFilter(std::move(query));
}

Json LocationPage(const LocationQuery& query, std::vector<RegisteredLocation> locations) {
  std::erase_if(locations, [&](const RegisteredLocation& location) { return !Matches(query.filter, location); });
  std::ranges::sort(locations, {}, &RegisteredLocation::id);
  const auto begin = std::ranges::upper_bound(locations, query.after_id, {}, &RegisteredLocation::id);
  Json items = Json::array();
  auto at = begin;
  for (; at != locations.end() && items.size() < query.limit; ++at) items.push_back(JsonFromRegistered(*at));
  Json page_info = Json::object();
  if (at != locations.end()) page_info["nextCursor"] = CursorAfter(query, std::prev(at)->id);
  return {{"items", std::move(items)}, {"totalItems", locations.size()}, {"pageInfo", std::move(page_info)}};
}

Json JsonFromRegistered(const RegisteredLocation& registered) {
  return {{"id", registered.id},
          {"type", registered.location.type},
          {"target", registered.location.target},
          {"entityRef", registered.entity_ref}};
}

}  // namespace callboard::catalog
