// The icon face: one picture per member of `Icon` in client/ui/types.hpp, in the same order, from U+E001 on.
import {
  ArrowDown, ArrowLeft, ArrowUp, BookOpen, Box, Boxes, Calendar, Check, ChevronDown, ChevronRight, CirclePlus, CircleX, Clock, Code, Command, Copy,
  Database, Download, Ellipsis, ExternalLink, Eye, FilePlus, Globe, House, Info, LayoutGrid, Link, ListFilter, LogOut, Mail, MapPin, Maximize, Menu, Minus, Pencil,
  Play, Plug, Plus, RefreshCw, Search, Settings, Star, Tag, Trash, TriangleAlert, User, Users, Workflow, X,
} from "lucide";

type Shape = [string, Record<string, string | number | undefined>];

interface Picture {
  shapes: Shape[];
  filled?: boolean;
}

const pictures: Picture[] = [
  Search, Menu, X, House, LayoutGrid, Plug, Box, Database, Boxes, Globe, Users, User, FilePlus, MapPin, BookOpen, CirclePlus, Settings,
  ExternalLink, Copy, Check, ChevronRight, ChevronDown, ArrowUp, ArrowDown, Star, null, Info, TriangleAlert, CircleX, RefreshCw, ListFilter,
  Pencil, Trash, Ellipsis, Clock, Tag, Link, Workflow, Code, Mail, Calendar, Play, ArrowLeft, LogOut, Eye, Plus, Command,
  Minus, Maximize, Download,
].map((icon) => (icon === null ? { shapes: Star as Shape[], filled: true } : { shapes: icon as Shape[] }));

const firstCodePoint = 0xe001;
/** Lucide draws on a square of 24 with lines of 2. */
const grid = 24;

function pathOf([tag, attributes]: Shape): Path2D {
  const number = (name: string): number => Number(attributes[name] ?? 0);
  const path = new Path2D(tag === "path" ? String(attributes["d"]) : "");
  switch (tag) {
    case "circle":
      path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
      break;
    case "ellipse":
      path.ellipse(number("cx"), number("cy"), number("rx"), number("ry"), 0, 0, 2 * Math.PI);
      break;
    case "rect":
      path.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
      break;
    case "line":
      path.moveTo(number("x1"), number("y1"));
      path.lineTo(number("x2"), number("y2"));
      break;
    case "polyline":
    case "polygon":
      String(attributes["points"]).trim().split(/\s+/).forEach((point, i) => {
        const [x, y] = point.split(",").map(Number);
        if (i === 0) path.moveTo(x ?? 0, y ?? 0);
        else path.lineTo(x ?? 0, y ?? 0);
      });
      if (tag === "polygon") path.closePath();
      break;
  }
  return path;
}

/** Draws the icon of a code point into the square of `size` device pixels at (x, y). */
export function drawIcon(context: CanvasRenderingContext2D, codePoint: number, x: number, y: number, size: number): void {
  const picture = pictures[codePoint - firstCodePoint];
  if (!picture) return;
  context.save();
  context.translate(x, y);
  context.scale(size / grid, size / grid);
  context.strokeStyle = "#fff";
  context.lineWidth = 2;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const shape of picture.shapes) {
    const path = pathOf(shape);
    if (picture.filled) context.fill(path);
    context.stroke(path);
  }
  context.restore();
}
