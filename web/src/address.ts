// The address bar. Every entry of the history remembers how far its page was scrolled.

interface Entry {
  scrollY?: number;
}

export class Address {
  private wantedScroll: number | null = null;

  constructor(changed: () => void) {
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => {
      this.wantedScroll = (event.state as Entry | null)?.scrollY ?? 0;
      changed();
    });
    addEventListener("pagehide", () => this.remember());
    this.wantedScroll = (history.state as Entry | null)?.scrollY ?? null;
  }

  url(): string {
    return location.pathname + location.search + location.hash;
  }

  origin(): string {
    return location.origin;
  }

  push(url: string): void {
    this.remember();
    this.wantedScroll = null;
    history.pushState({}, "", url);
  }

  replace(url: string): void {
    history.replaceState(history.state, "", url);
  }

  /** After a frame: scrolls to where the entry was, as soon as the page is long enough. */
  restoreScroll(): void {
    if (this.wantedScroll === null) return;
    const longest = document.documentElement.scrollHeight - innerHeight;
    scrollTo({ top: this.wantedScroll, behavior: "instant" });
    if (longest >= this.wantedScroll) this.wantedScroll = null;
  }

  private remember(): void {
    history.replaceState({ scrollY } satisfies Entry, "");
  }
}
