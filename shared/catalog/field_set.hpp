#pragma once
// Fields by path.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/catalog/field.hpp"

namespace callboard::catalog {

class FieldSet {
 public:
  /// Null when no entity has the field. `path` is folded.
  [[nodiscard]] const Field* Find(std::string_view path) const;
  /// The field, to be changed; made when it is new. Call Settle() before the next read.
  [[nodiscard]] Field& At(std::string_view path);
  void StartChange(Field& field);
  /// True when fields have gone, since no entity has them any more.
  bool Settle();

  /// Those in whose texts people search.
  [[nodiscard]] const std::vector<Field*>& text_fields() const { return text_fields_; }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return HashText(text); }
  };

  std::unordered_map<std::string, std::unique_ptr<Field>, TextHash, std::equal_to<>> fields_;
  std::vector<Field*> text_fields_;
  std::vector<Field*> changing_;
};

}  // namespace callboard::catalog
