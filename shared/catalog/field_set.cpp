#include "shared/catalog/field_set.hpp"

#include <algorithm>

#include "shared/catalog/core_fields.hpp"

namespace callboard::catalog {

const Field* FieldSet::Find(std::string_view path) const {
  const auto at = fields_.find(path);
  return at == fields_.end() ? nullptr : at->second.get();
}

Field& FieldSet::At(std::string_view path) {
  auto at = fields_.find(path);
  if (at == fields_.end()) {
    const Field::Traits traits{.has_column = std::ranges::contains(kColumnFields, path),
                               .has_words = std::ranges::contains(kPeopleFields, path)};
    at = fields_.emplace(path, std::make_unique<Field>(std::string(path), traits)).first;
    if (traits.has_words) text_fields_.push_back(at->second.get());
  }
  StartChange(*at->second);
  return *at->second;
}

void FieldSet::StartChange(Field& field) {
  if (field.StartChange()) changing_.push_back(&field);
}

bool FieldSet::Settle() {
  bool has_gone = false;
  for (Field* const field : changing_) {
    field->Settle();
    if (!field->Empty()) continue;
    has_gone = true;
    std::erase(text_fields_, field);
    fields_.erase(fields_.find(field->path()));
  }
  changing_.clear();
  return has_gone;
}

}  // namespace callboard::catalog
