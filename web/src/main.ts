// Starts the application: loads the WebAssembly half and gives it the page.
import createCallboard from "callboard-wasm";

import { Address } from "./address";
import { Blobs } from "./blobs";
import type { Wasm } from "./bridge";
import { makeHost } from "./host";
import { Input } from "./input";
import { mediaBits, onMediaChange, readSystemColors } from "./media";
import { Mirror } from "./mirror";
import { Network } from "./network";
import { watchOutlineKey } from "./outline";
import { Scheduler } from "./scheduler";

declare const wasmUrl: string;

const page = document.getElementById("page")!;
const loading = document.getElementById("loading")!;
const canvas = document.getElementById("canvas") as HTMLCanvasElement;

let wasm: Wasm;
let framesDrawn = 0;

function drawFrame(): void {
  const width = document.documentElement.clientWidth;
  const height = innerHeight;
  const density = devicePixelRatio;
  const pixels = [Math.round(width * density), Math.round(height * density)] as const;
  if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) {
    [canvas.width, canvas.height] = pixels;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const rootFont = parseFloat(getComputedStyle(document.documentElement).fontSize);
  wasm._cb_frame(performance.now() / 1000, Date.now() / 1000, width, height, density, scrollX, scrollY, rootFont, mediaBits());
  if (framesDrawn++ === 0) {
    performance.mark("first-frame");
    loading.remove();
  }
}

function readColors(): void {
  readSystemColors((index, rgba) => wasm._cb_system_color(index, rgba));
}

function watchWindow(scheduler: Scheduler): void {
  const wake = (): void => scheduler.wake();
  addEventListener("resize", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  new ResizeObserver(wake).observe(document.documentElement);
  onMediaChange(() => {
    readColors();
    wake();
  });
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => {
    wasm._cb_context_restored();
    wake();
  });
}

async function start(): Promise<void> {
  // What is asked for first holds: the application takes over this context.
  const attributes = { alpha: false, depth: false, stencil: false, antialias: false };
  if (!canvas.getContext("webgl2", attributes)) throw new Error("WebGL 2 is not available");
  const mirror = new Mirror(page);
  const scheduler = new Scheduler(drawFrame);
  const address = new Address(() => {
    wasm._cb_url_changed();
    scheduler.wake();
  });
  const network = new Network(() => wasm);
  const live = document.getElementById("live")!;
  const host = makeHost({ wasm: () => wasm, page, live, mirror, scheduler, address, network, blobs: new Blobs() });
  wasm = await createCallboard({ host, locateFile: () => wasmUrl });
  readColors();
  new Input(wasm, mirror, () => scheduler.wake());
  watchWindow(scheduler);
  watchOutlineKey(page);
  document.getElementById("skip")!.addEventListener("click", (event) => {
    event.preventDefault();
    page.querySelector("main")?.focus();
  });
  scheduler.wake();
}

start().catch((error: unknown) => {
  console.error(error);
  loading.textContent = "Callboard could not start in this browser. It needs WebAssembly and WebGL 2.";
});
