import type { Host } from '../host';

const EVERY_MS = 1_000;
/** After a change, as many times longer than it took to take it in: never most of the time. */
const REST = 4;

/**
 * Notices what other windows, jobs and programs change in the workspace, and that it is there at
 * all. It asks once a second, only while somebody can see the window.
 */
export class Watch {
  readonly #host: Host;
  readonly #changed: () => Promise<void>;
  #seen: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, changed: () => Promise<void>) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Watches until the answer is called. */
  start(): () => void {
    let watching = true;
    const look = (): void => {
      clearTimeout(this.#timer);
      if (document.visibilityState === 'visible') void this.#look().then(next);
    };
    const next = (rest_ms: number): void => {
      clearTimeout(this.#timer);
      if (watching) this.#timer = setTimeout(look, Math.max(EVERY_MS, rest_ms));
    };
    document.addEventListener('visibilitychange', look);
    // Even a hidden window asks once: what is seen first is a change.
    void this.#look().then(next);
    return () => {
      watching = false;
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  /** Answers for how many milliseconds to rest. */
  async #look(): Promise<number> {
    const began = performance.now();
    try {
      const { data_version } = await this.#host.call('seen_version', {});
      if (data_version === this.#seen) return 0;
      // Noted before anything is read: a change that comes meanwhile is seen by the next look.
      this.#seen = data_version;
    } catch {
      // Whoever asks for something next is told why it cannot be had.
      if (this.#seen !== null) return 0;
    }
    await this.#changed();
    return (performance.now() - began) * REST;
  }
}
