#pragma once
// What changed between two frames, as the one message that web/ gets. Pure, so that native tests see what a browser
// would.
//
// {"r":[ids], "u":[node, ...]}: first the nodes in "r" go, then those in "u" are made or changed, in order. A node has
// "i" (id) and what is new about it: "p" parent and "a" the sibling before it (0: it is the first) when it is new or
// moved, "R" role when new, "n" name, "d" description, "v" value, "h" href, "ph" placeholder, "ac" autocomplete, "s"
// states, "b" [x,y,w,h] from its parent's corner, "f" the same of the control inside the node, "c" [w,h,0,0] of
// scrolled content, "l" level, "ri" "rc" "cc" row index, row count, column count, "t" texts [lines joined by U+0001,
// x,y,w,h, face, size, line height], "o" options [value,label].

#include <string>
#include <vector>

#include "client/ui/semantics.hpp"

namespace callboard::ui {

/// "" when nothing changed. `touched` are nodes whose value and states are sent even so, because the DOM changed them
/// itself.
[[nodiscard]] std::string PatchBetween(const std::vector<SemanticNode>& before, const std::vector<SemanticNode>& after,
                                       const std::vector<NodeId>& touched);

/// Appends `text` as a JSON string, quotes included.
void AppendJsonText(std::string& out, std::string_view text);

}  // namespace callboard::ui
