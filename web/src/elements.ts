// From a role to the native element that browsers, screen readers and tests know. Roles are written out even where the element has
// them, because `display: block` on table parts and lists takes them away in some browsers.

/** What the mirror keeps of one node. */
export interface Mirrored {
  id: number;
  role: string;
  /** The node's box in the tree. */
  element: HTMLElement;
  /** What takes focus and ARIA states: an inner input for fields, else `element`. */
  control: HTMLElement;
  states: number;
  name: string;
}

/** State bits of client/ui/semantics.hpp. */
export const State = {
  disabled: 1 << 0,
  checked: 1 << 1,
  expanded: 1 << 2,
  collapsed: 1 << 3,
  pressed: 1 << 4,
  notPressed: 1 << 5,
  current: 1 << 6,
  invalid: 1 << 7,
  busy: 1 << 8,
  sortedUp: 1 << 9,
  sortedDown: 1 << 10,
  sortable: 1 << 11,
  fixed: 1 << 12,
  scrolls: 1 << 13,
  block: 1 << 14,
  named: 1 << 15,
  scriptFocus: 1 << 16,
  hasMenu: 1 << 17,
  currentStep: 1 << 18,
  selected: 1 << 19,
  notSelected: 1 << 20,
} as const;

const tags: Record<string, string> = {
  banner: "header", main: "main", navigation: "nav", region: "section", link: "a", button: "button", table: "table", row: "tr",
  columnheader: "th", rowheader: "th", cell: "td", list: "ul", listitem: "li", keyvalues: "dl", term: "dt", definition: "dd",
  dialog: "dialog", code: "pre", listbox: "ul", option: "li", tab: "button", orderedlist: "ol", graph: "section",
};

const explicitRoles = new Set(["banner", "search", "region", "radiogroup", "table", "row", "columnheader", "rowheader", "cell", "list",
  "listitem", "menu", "menuitem", "img", "progressbar", "listbox", "option", "tree", "treeitem", "tablist", "tab", "tabpanel", "separator"]);

/** Roles that handle keys themselves, and which. */
const ownKeys: Record<string, string[]> = {
  autocomplete: ["ArrowDown", "ArrowUp", "Enter", "Escape"],
  treeitem: ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "Enter", " "],
  separator: ["ArrowLeft", "ArrowRight"],
  tab: ["ArrowLeft", "ArrowRight", "Home", "End"],
};

const inputTypes: Record<string, string> = {
  textbox: "text", searchbox: "search", autocomplete: "text", date: "date", checkbox: "checkbox", radio: "radio", switch: "checkbox",
};

export function isField(role: string): boolean {
  return role in inputTypes || role === "textarea" || role === "combobox";
}

export function isChoice(role: string): boolean {
  return role === "checkbox" || role === "radio" || role === "switch";
}

/** Whether the program, and not the browser, answers this key on this node. */
export function handlesKey(node: Mirrored, key: string): boolean {
  if (!ownKeys[node.role]?.includes(key)) return false;
  if (node.role !== "autocomplete") return true;
  // Without an open list, Escape belongs to the dialog around; without a chosen option, Enter submits.
  if (key === "Escape") return node.control.getAttribute("aria-expanded") === "true";
  return key !== "Enter" || node.control.hasAttribute("aria-activedescendant");
}

/** The DOM id of a node, for attributes that refer to it. */
export function domId(id: number): string {
  return `node-${id}`;
}

function makeControl(role: string, parent: number): HTMLElement {
  if (role === "textarea") return document.createElement("textarea");
  if (role === "combobox") return document.createElement("select");
  const input = document.createElement("input");
  input.type = inputTypes[role] ?? "text";
  if (role === "switch") input.setAttribute("role", "switch");
  if (role === "autocomplete") {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
  }
  if (role === "radio") input.name = `group-${parent}`;
  return input;
}

function tagOf(role: string, level: number, states: number, href: string | undefined): string {
  if (role === "heading") return `h${Math.min(6, Math.max(1, level))}`;
  if (role === "text") return states & State.block ? "p" : "span";
  if (role === "menuitem") return href ? "a" : "button";
  if (isField(role)) return "label";
  return tags[role] ?? "div";
}

export function makeNode(id: number, role: string, parent: number, level: number, states: number, href: string | undefined): Mirrored {
  const element = document.createElement(tagOf(role, level, states, href));
  if (element instanceof HTMLButtonElement) element.type = "button";
  if (explicitRoles.has(role)) element.setAttribute("role", role);
  if (role === "columnheader") element.setAttribute("scope", "col");
  if (role === "rowheader") element.setAttribute("scope", "row");
  if (role === "main") element.tabIndex = -1;
  if (role === "menuitem") element.tabIndex = -1;
  if (role === "separator") {
    element.tabIndex = 0;
    element.setAttribute("aria-orientation", "vertical");
  }
  if (role === "orderedlist") element.setAttribute("role", "list");
  if (role === "listbox" || role === "option") element.id = domId(id);
  if (role === "graph") {
    element.setAttribute("role", "region");
    element.setAttribute("aria-roledescription", "graph");
    element.className = "graph";
    element.tabIndex = 0;
  }
  if (role === "code") {
    element.setAttribute("role", "region");
    element.tabIndex = 0;
  }
  let control = element;
  if (isField(role)) {
    control = makeControl(role, parent);
    control.className = "control";
    element.append(control);
  }
  return { id, role, element, control, states: 0, name: "" };
}

function setOrRemove(element: HTMLElement, attribute: string, value: string | null): void {
  if (value === null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value);
}

function pair(states: number, yes: number, no: number): string | null {
  return states & yes ? "true" : states & no ? "false" : null;
}

/** Brings the attributes in line with `node.states` and `node.name`. */
export function applyStates(node: Mirrored): void {
  const { element, control, states, role } = node;
  const named = (states & State.named) !== 0 && node.name !== "";
  setOrRemove(control, "aria-label", named ? node.name : null);
  if (role === "group") setOrRemove(element, "role", named ? "group" : null);
  if ("disabled" in control) (control as HTMLButtonElement).disabled = (states & State.disabled) !== 0;
  if (isChoice(role)) (control as HTMLInputElement).checked = (states & State.checked) !== 0;
  setOrRemove(control, "aria-expanded", pair(states, State.expanded, State.collapsed));
  setOrRemove(control, "aria-pressed", pair(states, State.pressed, State.notPressed));
  setOrRemove(control, "aria-current", states & State.current ? "page" : states & State.currentStep ? "step" : null);
  setOrRemove(control, "aria-selected", pair(states, State.selected, State.notSelected));
  // Of what arrow keys move in, Tab stops at the chosen one.
  if (role === "tab" || role === "treeitem") element.tabIndex = states & State.selected ? 0 : -1;
  setOrRemove(control, "aria-invalid", states & State.invalid ? "true" : null);
  setOrRemove(control, "aria-busy", states & State.busy ? "true" : null);
  setOrRemove(control, "aria-haspopup", states & State.hasMenu ? "menu" : null);
  const sort = states & State.sortedUp ? "ascending" : states & State.sortedDown ? "descending" : "none";
  setOrRemove(element, "aria-sort", states & State.sortable ? sort : null);
  element.classList.toggle("fixed", (states & State.fixed) !== 0);
  element.classList.toggle("scrolls", (states & State.scrolls) !== 0);
  if (states & State.scriptFocus) element.tabIndex = -1;
}
