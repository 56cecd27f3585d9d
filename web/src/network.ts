// fetch with a body that arrives piece by piece.
import { passBytes, passText, type Wasm } from "./bridge";

export class Network {
  private readonly running = new Map<number, AbortController>();

  constructor(private readonly wasm: () => Wasm) {}

  fetch(id: number, method: string, url: string, headers: string, body: Uint8Array): void {
    const control = new AbortController();
    this.running.set(id, control);
    const init: RequestInit = {
      method,
      headers: JSON.parse(headers) as [string, string][],
      signal: control.signal,
      credentials: "same-origin",
    };
    if (body.length > 0) init.body = body.slice();
    void this.run(id, url, init);
  }

  cancel(id: number): void {
    this.running.get(id)?.abort();
    this.running.delete(id);
  }

  private async run(id: number, url: string, init: RequestInit): Promise<void> {
    try {
      const response = await fetch(url, init);
      if (!this.running.has(id)) return;
      this.wasm()._cb_fetch_head(id, response.status, passText(this.wasm(), JSON.stringify([...response.headers])));
      const reader = response.body?.getReader();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        if (!this.running.has(id)) return;
        this.wasm()._cb_fetch_chunk(id, passBytes(this.wasm(), part.value));
      }
      this.end(id, true, "");
    } catch (error) {
      this.end(id, false, error instanceof Error ? error.message : String(error));
    }
  }

  private end(id: number, ok: boolean, message: string): void {
    if (this.running.delete(id)) this.wasm()._cb_fetch_end(id, ok ? 1 : 0, passText(this.wasm(), message));
  }
}
