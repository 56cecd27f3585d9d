// The real DOM over the canvas: one element a semantic node, in reading order, where its picture is. It is made and changed by the
// patches of client/ui/semantics_patch.hpp and moves as little as possible, because an element that is moved loses its focus.
import type { NodeId } from "./bridge";
import { applyStates, domId, isField, makeNode, type Mirrored } from "./elements";
import { families, styles } from "./glyphs";

type Run = [lines: string, x: number, y: number, w: number, h: number, face: number, size: number, lineHeight: number];
type Box = [x: number, y: number, w: number, h: number];

interface Update {
  i: NodeId;
  p?: NodeId;
  a?: NodeId;
  R?: string;
  n?: string;
  d?: string;
  v?: string;
  h?: string;
  ph?: string;
  ac?: string;
  k?: string;
  s?: number;
  b?: Box;
  f?: Box;
  c?: Box;
  l?: number;
  ri?: number;
  rc?: number;
  cc?: number;
  ad?: NodeId;
  cn?: NodeId;
  t?: Run[];
  o?: [value: string, label: string][];
}

interface Patch {
  r: NodeId[];
  u: Update[];
}

const pageId: NodeId = 1;

function place(element: HTMLElement, [x, y, w, h]: Box): void {
  const style = element.style;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${w}px`;
  style.height = `${h}px`;
}

/** Lines are unbreakable spans with breakable spaces between them: they break where the canvas broke them, and are one text for
 * find-in-page, selection and screen readers. */
function fillLines(run: HTMLElement, lines: string[]): void {
  lines.forEach((line, i) => {
    const last = i + 1 === lines.length;
    const text = last ? line : line.replace(/[ \n]$/, "");
    const span = document.createElement("span");
    span.textContent = text;
    run.append(span);
    if (last) return;
    if (line.endsWith("\n")) run.append(document.createElement("br"));
    else run.append(line.endsWith(" ") ? " " : document.createElement("wbr"));
  });
}

function makeRun([joined, x, y, w, h, face, size, lineHeight]: Run, keepsLines: boolean): HTMLElement {
  const run = document.createElement("span");
  run.className = keepsLines ? "run kept" : "run";
  place(run, [x, y, w + 1, h]);
  run.style.font = `${styles[face]} ${size}px/${lineHeight}px ${families[face]}`;
  if (keepsLines) run.textContent = joined.replaceAll("\u0001", "");
  else fillLines(run, joined.split("\u0001"));
  return run;
}

export class Mirror {
  private readonly nodes = new Map<NodeId, Mirrored>();
  private readonly ids = new WeakMap<Element, NodeId>();

  /** The option that arrow keys reached in this patch. */
  private toShow: NodeId = 0;

  constructor(private readonly root: HTMLElement) {
    this.ids.set(root, pageId);
  }

  apply(text: string): void {
    const patch = JSON.parse(text) as Patch;
    for (const id of patch.r) this.remove(id);
    for (const update of patch.u) this.update(update);
    if (this.toShow !== 0) this.elementOf(this.toShow).scrollIntoView({ block: "nearest", behavior: "instant" });
    this.toShow = 0;
  }

  /** The node that `target` belongs to, or nothing for the page itself. */
  nodeOf(target: EventTarget | null): Mirrored | undefined {
    for (let element = target instanceof Element ? target : null; element; element = element.parentElement) {
      const id = this.ids.get(element);
      if (id !== undefined) return this.nodes.get(id);
    }
    return undefined;
  }

  find(id: NodeId): Mirrored | undefined {
    return this.nodes.get(id);
  }

  focus(id: NodeId): void {
    this.nodes.get(id)?.control.focus();
  }

  private elementOf(id: NodeId): HTMLElement {
    return id === pageId ? this.root : (this.nodes.get(id)?.element ?? this.root);
  }

  private remove(id: NodeId): void {
    const node = this.nodes.get(id);
    if (!node) return;
    for (const inner of node.element.querySelectorAll("*")) {
      const innerId = this.ids.get(inner);
      if (innerId !== undefined) this.nodes.delete(innerId);
    }
    // Closing gives the focus back to where it was before the dialog.
    if (node.element instanceof HTMLDialogElement && node.element.open) node.element.close();
    this.nodes.delete(id);
    node.element.remove();
  }

  private update(update: Update): void {
    let node = this.nodes.get(update.i);
    if (!node) {
      node = makeNode(update.i, update.R ?? "group", update.p ?? pageId, update.l ?? 1, update.s ?? 0, update.h);
      this.nodes.set(update.i, node);
      this.ids.set(node.element, update.i);
    }
    this.setTexts(node, update);
    this.setBoxes(node, update);
    if (update.p !== undefined) this.insert(node, update.p, update.a ?? 0);
  }

  private insert(node: Mirrored, parent: NodeId, after: NodeId): void {
    const home = this.elementOf(parent);
    const previous = after === 0 ? null : this.elementOf(after);
    // A node's own texts come before what it holds.
    let next = previous ? previous.nextSibling : home.firstChild;
    while (!previous && next instanceof Element && !this.ids.has(next)) next = next.nextSibling;
    home.insertBefore(node.element, next);
    if (node.element instanceof HTMLDialogElement && !node.element.open) node.element.showModal();
  }

  private setTexts(node: Mirrored, update: Update): void {
    const { element, control } = node;
    if (update.n !== undefined) node.name = update.n;
    if (update.s !== undefined) node.states = update.s;
    if (update.t) this.setRuns(node, update.t);
    if (update.o) this.setOptions(control as HTMLSelectElement, update.o);
    if (update.s !== undefined || update.n !== undefined) applyStates(node);
    if (update.k !== undefined) control.setAttribute("aria-keyshortcuts", update.k);
    if (update.d !== undefined) control.setAttribute("aria-description", update.d);
    if (update.h !== undefined && element instanceof HTMLAnchorElement) this.setHref(element, update.h);
    if (update.ph !== undefined) control.setAttribute("placeholder", update.ph);
    if (update.ac !== undefined) control.setAttribute("autocomplete", update.ac);
    if (update.v !== undefined) this.setValue(node, update.v);
    const inSet = node.role === "option" || node.role === "treeitem";
    if (update.ri) element.setAttribute(inSet ? "aria-posinset" : "aria-rowindex", String(update.ri));
    if (update.rc) element.setAttribute(inSet ? "aria-setsize" : "aria-rowcount", String(update.rc));
    if (update.l && node.role === "treeitem") element.setAttribute("aria-level", String(update.l));
    if (update.cn !== undefined) this.refer(control, "aria-controls", update.cn);
    if (update.ad !== undefined) this.refer(control, "aria-activedescendant", update.ad);
    if (update.cc) element.setAttribute("aria-colcount", String(update.cc));
  }

  private refer(control: HTMLElement, attribute: string, id: NodeId): void {
    if (id === 0) control.removeAttribute(attribute);
    else control.setAttribute(attribute, domId(id));
    if (attribute === "aria-activedescendant" && id !== 0) this.toShow = id;
  }

  private setHref(link: HTMLAnchorElement, href: string): void {
    link.href = href;
    const leaves = !href.startsWith("/") || href.startsWith("//");
    if (!leaves) return;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }

  private setRuns(node: Mirrored, runs: Run[]): void {
    for (const old of [...node.element.children]) if (old.classList.contains("run")) old.remove();
    node.element.prepend(...runs.map((run) => makeRun(run, node.role === "code")));
  }

  private setOptions(select: HTMLSelectElement, options: [string, string][]): void {
    const chosen = select.value;
    select.replaceChildren(...options.map(([value, label]) => new Option(label, value)));
    select.value = chosen;
  }

  private setValue(node: Mirrored, value: string): void {
    if (node.role === "progressbar") {
      if (value === "") node.element.removeAttribute("aria-valuenow");
      else node.element.setAttribute("aria-valuenow", String(Math.round(Number(value) * 100)));
      return;
    }
    if (node.role === "separator") return node.element.setAttribute("aria-valuenow", value);
    const field = node.control as HTMLInputElement;
    // What an input method is still composing must not be written over.
    if (isField(node.role) && field.value !== value && field.dataset["composing"] === undefined) field.value = value;
  }

  private setBoxes(node: Mirrored, update: Update): void {
    if (update.b) place(node.element, update.b);
    if (update.f) place(node.control, update.f);
    if (!update.c) return;
    let extent = node.element.querySelector<HTMLElement>(":scope > .extent");
    if (!extent) {
      extent = document.createElement("span");
      extent.className = "extent";
      node.element.append(extent);
    }
    place(extent, [0, 0, update.c[0], update.c[1]]);
  }
}
