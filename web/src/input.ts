// What people do, told to C++ as events on nodes. The DOM decides what was hit: the canvas sees no pointer and no key, so nothing can
// happen twice.
import { InputKind, passText, type NodeId, type Wasm } from "./bridge";
import { handlesKey, isChoice, State, type Mirrored } from "./elements";
import { Gestures } from "./gestures";
import type { Mirror } from "./mirror";

/** What takes clicks without being a link or a button. */
const clickRoles = new Set(["option", "treeitem", "autocomplete"]);

export class Input {
  private hovered: NodeId = 0;

  constructor(
    private readonly wasm: Wasm,
    private readonly mirror: Mirror,
    private readonly wake: () => void,
  ) {
    // First, so that what ends a drag is no click.
    new Gestures(mirror, (kind, node, text, x, y) => this.send(kind, node, text, x, y));
    const on = <K extends keyof DocumentEventMap>(type: K, handler: (event: DocumentEventMap[K]) => void): void =>
      document.addEventListener(type, handler, { capture: true });
    on("click", (event) => this.onClick(event));
    on("change", (event) => this.onChange(event));
    on("input", (event) => this.onInput(event));
    on("compositionstart", (event) => this.setComposing(event, true));
    on("compositionend", (event) => this.setComposing(event, false));
    on("keydown", (event) => this.onKey(event));
    on("focusin", (event) => this.onFocus(event.target));
    on("focusout", (event) => event.relatedTarget || this.send(InputKind.Focus, 0));
    on("pointerdown", (event) => this.onPress(event));
    on("pointermove", (event) => this.onDrag(event));
    // Choosing an option leaves the focus in the field.
    on("mousedown", (event) => event.target instanceof Element && event.target.closest("[role=listbox]") && event.preventDefault());
    on("pointerover", (event) => event.pointerType !== "touch" && this.onHover(event.target));
    on("scroll", (event) => this.onScroll(event.target));
    document.documentElement.addEventListener("pointerleave", () => this.onHover(null));
    document.addEventListener("cancel", (event) => this.onCancel(event), { capture: true });
  }

  private send(kind: InputKind, node: NodeId, text = "", x = 0, y = 0): void {
    this.wasm._cb_event(kind, node, x, y, passText(this.wasm, text));
    this.wake();
  }

  private onClick(event: MouseEvent): void {
    const node = this.mirror.nodeOf(event.target);
    if (!node || isChoice(node.role) || (node.states & State.disabled) !== 0) return;
    if (node.element instanceof HTMLAnchorElement) {
      const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!plain || node.element.target === "_blank") return;
      event.preventDefault();
    }
    const pressable = node.element instanceof HTMLAnchorElement || node.element instanceof HTMLButtonElement || clickRoles.has(node.role);
    if (pressable) this.send(InputKind.Click, node.id);
  }

  private onChange(event: Event): void {
    const node = this.mirror.nodeOf(event.target);
    if (node && isChoice(node.role)) this.send(InputKind.Click, node.id);
    if (node?.role === "combobox") this.send(InputKind.Value, node.id, (node.control as HTMLSelectElement).value);
  }

  private onInput(event: Event): void {
    const node = this.mirror.nodeOf(event.target);
    if (!node || isChoice(node.role) || node.role === "combobox") return;
    this.send(InputKind.Value, node.id, (node.control as HTMLInputElement).value);
  }

  private setComposing(event: CompositionEvent, composing: boolean): void {
    if (!(event.target instanceof HTMLElement)) return;
    if (composing) event.target.dataset["composing"] = "";
    else delete event.target.dataset["composing"];
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || this.pressShortcut(event)) return;
    const node = this.mirror.nodeOf(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (node && plain && handlesKey(node, event.key)) {
      event.preventDefault();
      this.send(InputKind.Key, node.id, event.key);
    } else if (event.key === "Enter" && (node?.role === "textbox" || node?.role === "searchbox" || node?.role === "autocomplete")) {
      event.preventDefault();
      this.send(InputKind.Submit, node.id);
    } else if (event.key === "Escape") {
      this.dismissMenus(null);
    } else if (node?.role === "menuitem") {
      this.moveInMenu(event, node);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.moveInResults(event);
    } else if (event.key === "/" && !isEditable(event.target)) {
      const search = document.querySelector<HTMLElement>("header input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  }

  /** Presses the button that names these keys as its own. */
  private pressShortcut(event: KeyboardEvent): boolean {
    if ((!event.ctrlKey && !event.metaKey) || event.altKey || event.shiftKey) return false;
    const keys = `${event.ctrlKey ? "Control" : "Meta"}+${event.key.toUpperCase()}`;
    const button = document.querySelector<HTMLElement>(`[aria-keyshortcuts~="${CSS.escape(keys)}"]`);
    if (!button || button.closest("[inert]") || document.querySelector("dialog[open]")) return false;
    event.preventDefault();
    button.click();
    return true;
  }

  /** In the search of a dialog, up and down lead from the field through the results and back. */
  private moveInResults(event: KeyboardEvent): void {
    const search = event.target instanceof Element ? event.target.closest("dialog [role=search]") : null;
    if (!search) return;
    const stops = [...search.querySelectorAll<HTMLElement>("input, a[href], button")];
    const at = stops.indexOf(event.target as HTMLElement);
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length]?.focus();
  }

  private moveInMenu(event: KeyboardEvent, node: Mirrored): void {
    if (event.key === "Tab") this.dismissMenus(null);
    const items = [...(node.element.parentElement?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.indexOf(node.element);
    const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const target = targets[event.key];
    if (target === undefined || items.length === 0) return;
    event.preventDefault();
    items[(target + items.length) % items.length]?.focus();
  }

  /** Asks every open menu to close, but for the one that is pressed and the one whose button is. */
  private dismissMenus(pressed: EventTarget | null): void {
    for (const menu of document.querySelectorAll("[role=menu]")) {
      const inside = pressed instanceof Node && (menu.contains(pressed) || menu.previousElementSibling?.contains(pressed));
      const node = this.mirror.nodeOf(menu);
      if (node && !inside) this.send(InputKind.Dismiss, node.id);
    }
  }

  private onCancel(event: Event): void {
    const node = this.mirror.nodeOf(event.target);
    if (node?.role !== "dialog") return;
    // C++ decides; the element goes when its node does.
    event.preventDefault();
    this.send(InputKind.Dismiss, node.id);
  }

  private onFocus(target: EventTarget | null): void {
    const node = this.mirror.nodeOf(target);
    const visible = target instanceof Element && target.matches(":focus-visible");
    this.send(InputKind.Focus, node?.id ?? 0, "", visible ? 1 : 0);
  }

  private onPress(event: PointerEvent): void {
    this.dismissMenus(event.target);
    const node = this.mirror.nodeOf(event.target);
    // The handle follows the pointer wherever it goes until it is let go.
    if (node?.role === "separator") node.element.setPointerCapture(event.pointerId);
  }

  private onDrag(event: PointerEvent): void {
    const node = event.buttons === 0 ? undefined : this.mirror.nodeOf(event.target);
    if (node?.role === "separator" && node.element.hasPointerCapture(event.pointerId))
      this.send(InputKind.Drag, node.id, "", event.clientX, event.clientY);
  }

  private onHover(target: EventTarget | null): void {
    const id = this.mirror.nodeOf(target)?.id ?? 0;
    if (id === this.hovered) return;
    this.hovered = id;
    this.send(InputKind.Hover, id);
  }

  private onScroll(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return this.wake();
    const node = this.mirror.nodeOf(target);
    if (node?.element === target) this.send(InputKind.Scroll, node.id, "", target.scrollLeft, target.scrollTop);
  }
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
