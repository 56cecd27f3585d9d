// The two halves of the application as they see each other. C++ calls Host (client/platform/web_*.cpp), and is called through Wasm.

export type NodeId = number;

/** What the WebAssembly module exports. Text and bytes travel through one buffer that `_cb_buffer` makes room in. */
export interface Wasm {
  HEAPU8: Uint8Array;
  host: Host;
  _cb_buffer(bytes: number): number;
  _cb_frame(nowSecs: number, wallSecs: number, width: number, height: number, density: number, scrollX: number, scrollY: number,
    rootFont: number, media: number): void;
  _cb_system_color(index: number, rgba: number): void;
  _cb_event(kind: number, node: NodeId, x: number, y: number, textBytes: number): void;
  _cb_url_changed(): void;
  _cb_context_restored(): void;
  _cb_fetch_head(id: number, status: number, headerBytes: number): void;
  _cb_fetch_chunk(id: number, bytes: number): void;
  _cb_fetch_end(id: number, ok: number, messageBytes: number): void;
  _cb_blob(id: number, bytes: number): void;
}

/** InputKind of client/ui/context.hpp. */
export enum InputKind {
  Click,
  Value,
  Submit,
  Focus,
  Hover,
  Scroll,
  Dismiss,
  Key,
  Drag,
  Pan,
  Zoom,
}

/** What C++ asks of the page. Strings arrive decoded. */
export interface Host {
  apply(patch: string): void;
  afterFrame(pageHeight: number, coveredTop: number, focus: NodeId, nextFrameSecs: number, announcement: string, copied: string): void;
  download(name: string, type: string, text: string): void;
  downloadSvgAsPng(name: string, svg: string): void;
  setTheme(ink: number, muted: number, focus: number, page: number, em: number, dark: boolean): void;
  setTitle(title: string): void;
  scrollTo(top: number): void;
  wake(): void;
  url(): string;
  origin(): string;
  pushUrl(url: string): void;
  replaceUrl(url: string): void;
  faceMetrics(face: number): [number, number];
  rasterise(face: number, pixelSize: number, texts: string): Uint8Array;
  fetch(id: number, method: string, url: string, headers: string, body: Uint8Array): void;
  cancelFetch(id: number): void;
  blobGet(id: number, key: string): void;
  blobPut(key: string, bytes: Uint8Array): void;
  blobRemove(key: string): void;
}

const encoder = new TextEncoder();

/** Puts bytes where the next call of an export reads them; their count. */
export function passBytes(wasm: Wasm, bytes: Uint8Array): number {
  const at = wasm._cb_buffer(bytes.length);
  wasm.HEAPU8.set(bytes, at);
  return bytes.length;
}

export function passText(wasm: Wasm, text: string): number {
  return passBytes(wasm, encoder.encode(text));
}
