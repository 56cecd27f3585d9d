// Frames only when something asks for one: an idle tab does nothing.

export class Scheduler {
  private requested = false;
  private timer: number | undefined;

  constructor(private readonly draw: () => void) {}

  wake(): void {
    if (this.requested) return;
    this.requested = true;
    requestAnimationFrame(() => {
      this.requested = false;
      this.draw();
    });
  }

  /** Replaces an earlier wish; below 0 there is none. */
  wakeIn(secs: number): void {
    clearTimeout(this.timer);
    if (secs === 0) this.wake();
    else if (secs > 0) this.timer = window.setTimeout(() => this.wake(), secs * 1000);
  }
}
