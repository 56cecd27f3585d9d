#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "shared/definitions/schema.hpp"

namespace callboard::definitions {
namespace {

constexpr std::size_t kMostDepth = 12;
constexpr std::size_t kMostValues = 1000;

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kFormats = {{
    {"date-time", "2030-01-31T12:00:00Z"},
    {"date", "2030-01-31"},
    {"time", "12:00:00Z"},
    {"duration", "PT5M"},
    {"email", "name@example.com"},
    {"hostname", "host.example.com"},
    {"ipv4", "192.0.2.1"},
    {"ipv6", "2001:db8::1"},
    {"uri", "https://example.com"},
    {"url", "https://example.com"},
    {"uuid", "123e4567-e89b-12d3-a456-426614174000"},
}};

/// Makes a value, remembering which schemas it is inside of.
class ExampleMaker {
 public:
  explicit ExampleMaker(const Document& document) : document_(document) {}

  Json Make(const Json& schema) {
    const Json* const resolved = document_.Resolve(schema);
    const bool is_inside = std::ranges::contains(open_, resolved);
    if (resolved == nullptr || is_inside || open_.size() > kMostDepth || ++values_ > kMostValues) return nullptr;
    if (const Json* const given = Given(*resolved); given != nullptr) return *given;
    open_.push_back(resolved);
    Json value = ByType(*resolved);
    open_.pop_back();
    return value;
  }

 private:
  static const Json* Given(const Json& schema) {
    for (const std::string_view key : {"example", "default", "const"}) {
      if (const Json* const value = FindMember(schema, key); value != nullptr) return value;
    }
    for (const std::string_view key : {"examples", "enum"}) {
      if (const Json& values = ArrayMember(schema, key); !values.empty()) return &values.front();
    }
    return nullptr;
  }

  static std::string_view TypeOf(const Json& schema) {
    const Json* const type = FindMember(schema, "type");
    if (type != nullptr && type->is_string()) return type->get_ref<const std::string&>();
    for (const Json& each : ArrayMember(schema, "type")) {
      if (each.is_string() && each.get_ref<const std::string&>() != "null") return each.get_ref<const std::string&>();
    }
    return FindMember(schema, "items") != nullptr ? "array" : "";
  }

  static Json Text(const Json& schema) {
    const std::string_view format = StringMember(schema, "format");
    const auto found = std::ranges::find(kFormats, format, &std::pair<std::string_view, std::string_view>::first);
    return found == kFormats.end() ? "string" : std::string(found->second);
  }

  Json ByType(const Json& schema) {
    for (const std::string_view key : {"oneOf", "anyOf"}) {
      if (const Json& options = ArrayMember(schema, key); !options.empty()) return Make(options.front());
    }
    const std::string_view type = TypeOf(schema);
    if (type == "string") return Text(schema);
    if (type == "boolean") return true;
    if (type == "integer" || type == "number") {
      const Json* const minimum = FindMember(schema, "minimum");
      return minimum != nullptr && minimum->is_number() ? *minimum : Json(0);
    }
    if (type == "array") return Items(schema);
    const std::vector<SchemaChild> children = ChildrenOf(document_, schema);
    return type == "object" || !children.empty() ? Properties(children) : Json(nullptr);
  }

  Json Items(const Json& schema) {
    Json array = Json::array();
    const Json* const items = FindMember(schema, "items");
    Json item = items == nullptr ? Json(nullptr) : Make(*items);
    if (!item.is_null()) array.push_back(std::move(item));
    return array;
  }

  Json Properties(const std::vector<SchemaChild>& children) {
    Json object = Json::object();
    for (const SchemaChild& child : children) {
      if (child.role != SchemaRole::Property) continue;
      Json value = Make(*child.schema);
      if (!value.is_null()) object[child.name] = std::move(value);
    }
    return object;
  }

  const Document& document_;
  std::vector<const Json*> open_;
  std::size_t values_ = 0;
};

}  // namespace

Json ExampleOf(const Document& document, const Json& schema) {
  return ExampleMaker(document).Make(schema);
}

std::string ExampleText(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>()
                           : value.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace callboard::definitions
