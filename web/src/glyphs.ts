// Letters, rasterised by the browser's 2D canvas with the reader's own fonts. All texts of a call share one canvas and one read-back,
// because reading back is what costs.
import { drawIcon } from "./icons";

/** Face of client/ui/semantics.hpp: regular, bold, mono, icon, italic. */
export const iconFace = 3;
const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';

export const families = [sans, sans, mono, sans, sans];
export const styles = ["400", "600", "400", "400", "italic 400"];
/** Around each picture, so that neighbours do not bleed into it. */
const margin = 1;
const widestSheet = 2048;
const headerFloats = 6;

interface Cell {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  advance: number;
  sheetX: number;
  sheetY: number;
}

const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true })!;

export function fontOf(face: number, size: number): string {
  return `${styles[face]} ${size}px ${families[face]}`;
}

function setFont(face: number, pixelSize: number): void {
  context.font = fontOf(face, pixelSize);
  context.textBaseline = "alphabetic";
  // The same settings as the mirror's CSS: widths must agree to the hundredth.
  context.fontKerning = "none";
  context.textRendering = "geometricPrecision";
  context.fillStyle = "#fff";
}

/** Ascent and descent in units of the font size. */
export function faceMetrics(face: number): [number, number] {
  if (face === iconFace) return [1, 0];
  const size = 100;
  setFont(face, size);
  const metrics = context.measureText("x");
  return [metrics.fontBoundingBoxAscent / size, metrics.fontBoundingBoxDescent / size];
}

function measure(face: number, pixelSize: number, text: string): Cell {
  if (face === iconFace) {
    const size = Math.round(pixelSize);
    return { text, x: 0, y: -size, width: size, height: size, advance: size, sheetX: 0, sheetY: 0 };
  }
  const metrics = context.measureText(text);
  const x = Math.floor(-metrics.actualBoundingBoxLeft) - margin;
  const y = -Math.ceil(metrics.actualBoundingBoxAscent) - margin;
  const width = Math.ceil(metrics.actualBoundingBoxRight) + margin - x;
  const height = Math.ceil(metrics.actualBoundingBoxDescent) + margin - y;
  const empty = width <= 2 * margin || height <= 2 * margin || text.trim() === "";
  return { text, x, y, width: empty ? 0 : width, height: empty ? 0 : height, advance: metrics.width, sheetX: 0, sheetY: 0 };
}

function arrange(cells: Cell[]): [number, number] {
  let x = 0;
  let y = 0;
  let line = 0;
  let width = 1;
  for (const cell of cells) {
    if (x + cell.width > widestSheet && x > 0) {
      x = 0;
      y += line;
      line = 0;
    }
    cell.sheetX = x;
    cell.sheetY = y;
    x += cell.width;
    line = Math.max(line, cell.height);
    width = Math.max(width, x);
  }
  return [width, Math.max(1, y + line)];
}

function isColored(pixels: Uint8ClampedArray): boolean {
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3]! > 32 && Math.abs(pixels[i]! - pixels[i + 2]!) > 24) return true;
  }
  return false;
}

function cut(sheet: ImageData, cell: Cell): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(cell.width * cell.height * 4);
  for (let row = 0; row < cell.height; row++) {
    const from = ((cell.sheetY + row) * sheet.width + cell.sheetX) * 4;
    pixels.set(sheet.data.subarray(from, from + cell.width * 4), row * cell.width * 4);
  }
  return pixels;
}

/** Six floats per text (x, y, width, height, advance, colored), then the RGBA pixels of all texts; texts are split by U+0001. */
export function rasterise(face: number, pixelSize: number, joined: string): Uint8Array {
  setFont(face, pixelSize);
  const cells = joined.split("\u0001").map((text) => measure(face, pixelSize, text));
  const [width, height] = arrange(cells);
  if (canvas.width < width || canvas.height < height) {
    canvas.width = Math.max(canvas.width, width);
    canvas.height = Math.max(canvas.height, height);
  }
  setFont(face, pixelSize);
  context.clearRect(0, 0, width, height);
  for (const cell of cells) {
    if (cell.width === 0) continue;
    if (face === iconFace) drawIcon(context, cell.text.codePointAt(0)!, cell.sheetX, cell.sheetY, cell.width);
    else context.fillText(cell.text, cell.sheetX - cell.x, cell.sheetY - cell.y);
  }
  const sheet = context.getImageData(0, 0, width, height);
  const pictures = cells.map((cell) => cut(sheet, cell));
  const headerBytes = cells.length * headerFloats * 4;
  const out = new Uint8Array(headerBytes + pictures.reduce((sum, pixels) => sum + pixels.length, 0));
  const header = new Float32Array(out.buffer, 0, cells.length * headerFloats);
  let at = headerBytes;
  cells.forEach((cell, i) => {
    const pixels = pictures[i]!;
    const colored = face !== iconFace && isColored(pixels);
    header.set([cell.x, cell.y, cell.width, cell.height, cell.advance, colored ? 1 : 0], i * headerFloats);
    if (!colored) for (let p = 0; p < pixels.length; p += 4) pixels.fill(255, p, p + 3);
    out.set(pixels, at);
    at += pixels.length;
  });
  return out;
}
