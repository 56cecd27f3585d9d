// What the reader asked of the system: dark, more contrast, forced colours, less motion.

const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)", "(prefers-reduced-motion: reduce)"]
  .map((query) => matchMedia(query));

/** In the order of SystemColors in client/ui/theme.hpp. */
const systemColors = ["Canvas", "CanvasText", "LinkText", "ButtonBorder", "Highlight", "HighlightText", "GrayText"];

export function onMediaChange(changed: () => void): void {
  for (const query of queries) query.addEventListener("change", changed);
}

/** Bit i is set when query i matches. */
export function mediaBits(): number {
  return queries.reduce((bits, query, i) => bits | (query.matches ? 1 << i : 0), 0);
}

/** Calls `take` with each colour as 0xRRGGBBAA. */
export function readSystemColors(take: (index: number, rgba: number) => void): void {
  const probe = document.createElement("span");
  document.body.append(probe);
  systemColors.forEach((name, i) => {
    probe.style.color = name;
    const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    take(i, ((r << 24) | (g << 16) | (b << 8) | 0xff) >>> 0);
  });
  probe.remove();
}

export function cssColor(rgba: number): string {
  return `#${(rgba >>> 0).toString(16).padStart(8, "0")}`;
}
