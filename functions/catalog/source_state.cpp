#include "functions/catalog/source_state.hpp"

#include "shared/base/json.hpp"

namespace callboard::catalog {

SourceState SourceStateFromText(std::string_view text, std::string_view processed_with) {
  SourceState state;
  if (text.empty()) return state;
  const auto json = ParseJson(text);
  if (!json || StringMember(*json, "with") != processed_with) return state;
  const Json* const targets = FindMember(*json, "targets");
  if (targets == nullptr || !targets->is_object()) return state;
  for (const auto& [target, known] : targets->items()) {
    TargetState& entry = state[target];
    entry.version = StringMember(known, "version");
    const Json* const files = FindMember(known, "files");
    for (const Json& file : files != nullptr && files->is_array() ? *files : Json::array())
      if (file.is_string()) entry.files.push_back(file.get<std::string>());
  }
  return state;
}

std::string TextFromSourceState(const SourceState& state, std::string_view processed_with) {
  if (state.empty()) return "";
  Json targets = Json::object();
  auto& members = targets.get_ref<Json::object_t&>();
  for (const auto& [target, known] : state)
    members.emplace_back(target, Json{{"version", known.version}, {"files", known.files}});
  return DumpJson({{"with", processed_with}, {"targets", std::move(targets)}});
}

}  // namespace callboard::catalog
