// The module that Emscripten writes next to the .wasm file; build.mjs tells esbuild where it is.
declare module "callboard-wasm" {
  import type { Host, Wasm } from "./bridge";

  export default function createCallboard(options: { host: Host; locateFile: (name: string) => string }): Promise<Wasm>;
}
