#include "functions/catalog/projection.hpp"

#include <string_view>

namespace callboard::catalog {
namespace {

/// Copies the value at `path` from `from` into `to`; keys may hold dots ("metadata.annotations.a.b/c"), the longest
/// match wins.
bool CopyPath(const Json& from, std::string_view path, Json& to) {
  if (!from.is_object()) return false;
  if (const Json* const whole = FindMember(from, path)) {
    to[std::string(path)] = *whole;
    return true;
  }
  for (std::size_t dot = path.rfind('.'); dot != std::string_view::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
    const std::string key(path.substr(0, dot));
    const Json* const member = FindMember(from, key);
    if (member == nullptr) continue;
    Json child = to.is_object() && to.contains(key) ? to[key] : Json::object();
    if (!CopyPath(*member, path.substr(dot + 1), child)) continue;
    to[key] = std::move(child);
    return true;
  }
  return false;
}

}  // namespace

Json Project(const Json& document, const std::vector<std::string>& fields) {
  Json projected = Json::object();
  for (const std::string& field : fields) CopyPath(document, field, projected);
  return projected;
}

void AppendEntity(const Index& index, EntityId id, const std::vector<std::string>& fields, std::string& out) {
  if (fields.empty()) {
    index.AppendEntityJson(id, out);
    return;
  }
  std::string whole;
  index.AppendEntityJson(id, whole);
  const auto document = ParseJson(whole);
  out += DumpJson(document ? Project(*document, fields) : Json::object());
}

}  // namespace callboard::catalog
