#pragma once
// What fields have in common: a label above a box, and a note under it.

#include "client/ui/widget.hpp"

namespace callboard::ui {

struct FieldBox {
  Rect rect;
  Rect control;
};

/// Takes the room of a label above a control. `width` 0: all there is, in a line as much as is usual.
[[nodiscard]] FieldBox PlaceField(Context& context, std::string_view label, bool hide_label, float width,
                                  float control_height);
void DrawFieldLabel(Context& context, SemanticNode& node, std::string_view label, bool hide_label);
void DrawFieldFace(Context& context, NodeId id, const Rect& control, bool invalid);
/// The value or the placeholder. While a field has the focus, the native input draws its text instead, with caret,
/// selection and IME.
void DrawFieldText(Context& context, const Rect& box, const std::string& value, const TextFieldOptions& options);
/// The error, or else the help.
void DrawFieldNote(Frame& frame, const TextFieldOptions& options);

}  // namespace callboard::ui
