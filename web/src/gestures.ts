// Moving and zooming of graphs: by mouse, touch, wheel and keys. A drag ends without a click.
import { InputKind, type NodeId } from "./bridge";
import type { Mirror } from "./mirror";

type Send = (kind: InputKind, node: NodeId, text?: string, x?: number, y?: number) => void;

interface Finger {
  x: number;
  y: number;
}

const dragDistance = 4;
const keyStep = 60;
const zoomStep = 1.25;

export class Gestures {
  private graph: HTMLElement | undefined;
  private node: NodeId = 0;
  private readonly fingers = new Map<number, Finger>();
  private moved = false;

  constructor(
    private readonly mirror: Mirror,
    private readonly send: Send,
  ) {
    const on = <K extends keyof DocumentEventMap>(type: K, handler: (event: DocumentEventMap[K]) => void): void =>
      document.addEventListener(type, handler, { capture: true, passive: false });
    on("pointerdown", (event) => this.onDown(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", (event) => this.onUp(event));
    on("click", (event) => this.onClick(event));
    on("wheel", (event) => this.onWheel(event));
    on("keydown", (event) => this.onKey(event));
    on("dragstart", (event) => graphOf(event.target) && event.preventDefault());
  }

  private onDown(event: PointerEvent): void {
    const graph = graphOf(event.target);
    if (!graph || event.button !== 0) return;
    if (this.fingers.size === 0) this.moved = false;
    this.graph = graph;
    this.node = this.mirror.nodeOf(graph)?.id ?? 0;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  private onMove(event: PointerEvent): void {
    const finger = this.fingers.get(event.pointerId);
    if (!finger || !this.graph) return;
    const dx = event.clientX - finger.x;
    const dy = event.clientY - finger.y;
    if (!this.moved && Math.hypot(dx, dy) < dragDistance) return;
    if (!this.moved) this.graph.setPointerCapture(event.pointerId);
    this.moved = true;
    this.graph.classList.add("dragged");
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    const other = others[0];
    if (other) this.pinch(finger, other, event);
    else this.send(InputKind.Pan, this.node, "", dx, dy);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  private pinch(before: Finger, other: Finger, now: PointerEvent): void {
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(now.clientX - other.x, now.clientY - other.y);
    if (was > 0) this.zoom(is / was, (now.clientX + other.x) / 2, (now.clientY + other.y) / 2);
    this.send(InputKind.Pan, this.node, "", (now.clientX - before.x) / 2, (now.clientY - before.y) / 2);
  }

  private onUp(event: PointerEvent): void {
    if (!this.fingers.delete(event.pointerId) || this.fingers.size > 0) return;
    this.graph?.classList.remove("dragged");
    this.graph = undefined;
  }

  private onClick(event: MouseEvent): void {
    if (!this.moved || !graphOf(event.target)) return;
    this.moved = false;
    if (event.detail === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** With Ctrl (as the pinch of a touchpad is told) always; without, when the graph has the focus, so that pages can be scrolled past it. */
  private onWheel(event: WheelEvent): void {
    const graph = graphOf(event.target);
    if (!graph || (!event.ctrlKey && !graph.contains(document.activeElement))) return;
    event.preventDefault();
    this.graph = graph;
    this.node = this.mirror.nodeOf(graph)?.id ?? 0;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const delta = Math.max(-240, Math.min(240, event.deltaY * lines));
    this.zoom(Math.exp(-delta / (event.ctrlKey ? 120 : 400)), event.clientX, event.clientY);
  }

  private onKey(event: KeyboardEvent): void {
    const graph = graphOf(event.target);
    if (!graph || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = this.mirror.nodeOf(graph)?.id ?? 0;
    const pans: Record<string, [number, number]> = {
      ArrowLeft: [keyStep, 0], ArrowRight: [-keyStep, 0], ArrowUp: [0, keyStep], ArrowDown: [0, -keyStep],
    };
    const zooms: Record<string, number> = { "+": zoomStep, "=": zoomStep, "-": 1 / zoomStep };
    const pan = pans[event.key];
    const zoom = zooms[event.key];
    if (pan) this.send(InputKind.Pan, node, "", pan[0], pan[1]);
    else if (zoom) this.send(InputKind.Zoom, node, String(zoom), -1, -1);
    else return;
    event.preventDefault();
  }

  private zoom(factor: number, clientX: number, clientY: number): void {
    const box = this.graph?.getBoundingClientRect();
    if (box) this.send(InputKind.Zoom, this.node, String(factor), Math.max(0, clientX - box.left), Math.max(0, clientY - box.top));
  }
}

function graphOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".graph") : null;
}
