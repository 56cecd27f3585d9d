#include "shared/definitions/document.hpp"

#include <charconv>
#include <format>

#include "shared/base/text.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::definitions {
namespace {

/// References that follow each other; a longer chain is a circle.
constexpr int kMostHops = 32;

const Json* Step(const Json& node, const std::string& part) {
  if (!node.is_array()) return FindMember(node, part);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_index = error == std::errc{} && end == part.data() + part.size();
  return is_index && index < node.size() ? &node[index] : nullptr;
}

const Json& Empty(Json::value_t type) {
  static const Json kObject = Json::object();
  static const Json kArray = Json::array();
  return type == Json::value_t::object ? kObject : kArray;
}

}  // namespace

Result<Json> ParseDocument(std::string_view text) {
  if (TrimSpace(text).starts_with('{')) {
    // What fails here is read again as YAML, which names the line.
    if (auto json = ParseJson(text)) return json;
  }
  auto documents = model::ParseYamlDocuments(text);
  if (documents.empty()) return Fail(ErrorCode::InvalidInput, "The definition is empty: expected a document");
  if (documents.size() > 1)
    return Fail(ErrorCode::InvalidInput,
                std::format("A second document begins at line {}: expected one", documents[1].line));
  auto& content = documents.front().content;
  if (content && !content->is_object())
    return Fail(
        ErrorCode::InvalidInput,
        std::format("The document at line {} is no mapping: expected keys such as \"info\"", documents[0].line));
  return std::move(content);
}

const Json* Document::At(std::string_view reference) const {
  if (!reference.starts_with('#')) return nullptr;
  reference.remove_prefix(1);
  const Json* node = root_.get();
  while (node != nullptr && !reference.empty()) {
    if (!reference.starts_with('/')) return nullptr;
    const std::size_t end = std::min(reference.find('/', 1), reference.size());
    node = Step(*node, UnescapePointerPart(PercentDecode(reference.substr(1, end - 1))));
    reference.remove_prefix(end);
  }
  return node;
}

const Json* Document::Resolve(const Json& node) const {
  const Json* at = &node;
  for (int hops = 0; at != nullptr && hops < kMostHops; ++hops) {
    const Json* const reference = FindMember(*at, "$ref");
    if (reference == nullptr || !reference->is_string()) return at;
    at = At(reference->get_ref<const std::string&>());
  }
  return nullptr;
}

std::string RefName(const Json& node) {
  const std::string_view reference = StringMember(node, "$ref");
  return UnescapePointerPart(PercentDecode(reference.substr(reference.rfind('/') + 1)));
}

std::string ScalarText(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>() : DumpJson(value);
}

std::string TextMember(const Json& node, std::string_view key) {
  const Json* const value = FindMember(node, key);
  return value != nullptr && (value->is_string() || value->is_number()) ? ScalarText(*value) : "";
}

bool FlagMember(const Json& node, std::string_view key) {
  const Json* const value = FindMember(node, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

const Json& ObjectMember(const Json& node, std::string_view key) {
  const Json* const value = FindMember(node, key);
  return value != nullptr && value->is_object() ? *value : Empty(Json::value_t::object);
}

const Json& ArrayMember(const Json& node, std::string_view key) {
  const Json* const value = FindMember(node, key);
  return value != nullptr && value->is_array() ? *value : Empty(Json::value_t::array);
}

}  // namespace callboard::definitions
