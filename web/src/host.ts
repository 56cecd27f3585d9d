// What C++ may ask of the page, put together from the parts that do it.
import type { Address } from "./address";
import type { Blobs } from "./blobs";
import { passBytes, type Host, type Wasm } from "./bridge";
import { download, downloadSvgAsPng } from "./files";
import { faceMetrics, rasterise } from "./glyphs";
import { cssColor } from "./media";
import type { Mirror } from "./mirror";
import type { Network } from "./network";
import type { Scheduler } from "./scheduler";

export interface Parts {
  wasm: () => Wasm;
  page: HTMLElement;
  live: HTMLElement;
  mirror: Mirror;
  scheduler: Scheduler;
  address: Address;
  network: Network;
  blobs: Blobs;
}

function announce(live: HTMLElement, message: string): void {
  // The same words twice are news only when the region was empty in between.
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = message));
}

export function makeHost({ wasm, page, live, mirror, scheduler, address, network, blobs }: Parts): Host {
  const root = document.documentElement.style;
  return {
    apply: (patch) => mirror.apply(patch),
    afterFrame(pageHeight, coveredTop, focus, nextFrameSecs, announcement, copied) {
      page.style.height = `${pageHeight}px`;
      root.scrollPaddingTop = `${coveredTop}px`;
      address.restoreScroll();
      if (focus !== 0) mirror.focus(focus);
      if (announcement !== "") announce(live, announcement);
      if (copied !== "") void navigator.clipboard?.writeText(copied).catch(() => undefined);
      scheduler.wakeIn(nextFrameSecs);
    },
    setTheme(ink, muted, focus, background, em, dark) {
      root.setProperty("--ink", cssColor(ink));
      root.setProperty("--muted", cssColor(muted));
      root.setProperty("--focus", cssColor(focus));
      root.setProperty("--page", cssColor(background));
      root.setProperty("--em", `${em}px`);
      root.colorScheme = dark ? "dark" : "light";
    },
    download,
    downloadSvgAsPng: (name, svg) => void downloadSvgAsPng(name, svg).catch((error: unknown) => console.error(error)),
    setTitle: (title) => (document.title = title),
    scrollTo: (top) => window.scrollTo({ top, behavior: "instant" }),
    wake: () => scheduler.wake(),
    url: () => address.url(),
    origin: () => address.origin(),
    pushUrl: (url) => address.push(url),
    replaceUrl: (url) => address.replace(url),
    faceMetrics,
    rasterise,
    fetch: (id, method, url, headers, body) => network.fetch(id, method, url, headers, body),
    cancelFetch: (id) => network.cancel(id),
    blobGet: (id, key) => void blobs.get(key).then((bytes) => wasm()._cb_blob(id, passBytes(wasm(), bytes))),
    blobPut: (key, bytes) => void blobs.put(key, bytes),
    blobRemove: (key) => void blobs.remove(key),
  };
}
