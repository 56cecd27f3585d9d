// Bundles the page: node build.mjs --wasm-dir <where callboard.mjs and callboard.wasm are> --out <folder>
// Every file but index.html carries a hash of its content in its name, and has .br and .gz siblings for the server to send.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { "wasm-dir": { type: "string" }, out: { type: "string", default: join(here, "dist") }, fast: { type: "boolean", default: false } },
});
if (!values["wasm-dir"]) {
  console.error("usage: node build.mjs --wasm-dir <folder> [--out <folder>] [--fast]");
  process.exit(2);
}
const wasmDir = resolve(values["wasm-dir"]);
const out = resolve(values.out);
const report = [];

async function compressed(bytes) {
  const quality = values.fast ? 5 : constants.BROTLI_MAX_QUALITY;
  return {
    br: await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
    gz: await promisify(gzip)(bytes, { level: values.fast ? 6 : 9 }),
  };
}

async function emit(name, bytes) {
  await writeFile(join(out, name), bytes);
  const { br, gz } = await compressed(bytes);
  await writeFile(join(out, `${name}.br`), br);
  await writeFile(join(out, `${name}.gz`), gz);
  report.push({ file: name, bytes: bytes.length, brotli: br.length });
  return name;
}

function emitHashed(name, bytes) {
  const { name: stem, ext } = parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  return emit(`${stem}.${hash}${ext}`, bytes);
}

async function bundle(wasmName) {
  const result = await build({
    entryPoints: [join(here, "src/main.ts")],
    alias: { "callboard-wasm": join(wasmDir, "callboard.mjs") },
    define: { wasmUrl: JSON.stringify(`/${wasmName}`) },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "eof",
    write: false,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function minifiedStyle() {
  const result = await build({ entryPoints: [join(here, "static/style.css")], minify: true, write: false });
  return Buffer.from(result.outputFiles[0].contents);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const files = {};
files["favicon.svg"] = await emitHashed("favicon.svg", await readFile(join(here, "static/favicon.svg")));
const manifest = (await readFile(join(here, "static/manifest.json"), "utf8")).replace("favicon.svg", files["favicon.svg"]);
files["manifest.json"] = await emitHashed("manifest.json", Buffer.from(manifest));
files["style.css"] = await emitHashed("style.css", await minifiedStyle());
files["callboard.wasm"] = await emitHashed("callboard.wasm", await readFile(join(wasmDir, "callboard.wasm")));
files["app.js"] = await emitHashed("app.js", await bundle(files["callboard.wasm"]));
const html = await readFile(join(here, "static/index.html"), "utf8");
await emit("index.html", Buffer.from(html.replace(/\{\{(.+?)\}\}/g, (_, name) => files[name])));
console.table(report);
