#include "shared/model/entity.hpp"

#include "shared/base/text.hpp"

namespace callboard::model {
namespace {

const Json kNull;

const Json& Member(const Json& json, std::string_view key) {
  const Json* const member = FindMember(json, key);
  return member == nullptr ? kNull : *member;
}

const Json& Metadata(const Entity& entity) {
  return Member(entity.document, "metadata");
}

}  // namespace

std::string_view Kind(const Entity& entity) {
  return StringMember(entity.document, "kind");
}

std::string_view Name(const Entity& entity) {
  return StringMember(Metadata(entity), "name");
}

std::string_view Namespace(const Entity& entity) {
  const std::string_view name_space = StringMember(Metadata(entity), "namespace");
  return name_space.empty() ? kDefaultNamespace : name_space;
}

std::string_view DisplayName(const Entity& entity) {
  const std::string_view profile_name = StringMember(Member(Member(entity.document, "spec"), "profile"), "displayName");
  if (!profile_name.empty()) return profile_name;
  const std::string_view title = StringMember(Metadata(entity), "title");
  return title.empty() ? Name(entity) : title;
}

std::string_view Annotation(const Entity& entity, std::string_view key) {
  return StringMember(Member(Metadata(entity), "annotations"), key);
}

void SetAnnotation(Entity& entity, std::string_view key, std::string_view value) {
  entity.document["metadata"]["annotations"][std::string(key)] = value;
}

std::string_view SpecString(const Entity& entity, std::string_view key) {
  return StringMember(Member(entity.document, "spec"), key);
}

EntityRef RefOf(const Entity& entity) {
  return EntityRef{std::string(Kind(entity)), std::string(Namespace(entity)), std::string(Name(entity))};
}

std::string RefText(const Entity& entity) {
  return CanonicalRef(RefOf(entity));
}

}  // namespace callboard::model
