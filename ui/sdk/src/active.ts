/** The messages a person may see: asked for at most every five minutes, kept in the tab. */
import type { Storage } from "./storage";
import type { ActiveMessage, ActiveMessages } from "./wire";

/** So long an answer is taken as true. */
const FRESH_MS = 5 * 60_000;
/** So long a server that did not answer is left alone. */
const PAUSE_MS = 30_000;

interface Cached {
  readonly distinct_id: string;
  readonly at_ms: number;
  readonly messages: readonly ActiveMessage[];
}

/** Asks the server; rejects where it does not answer. */
export type Ask = (distinct_id: string) => Promise<ActiveMessages>;

/** The list and its age. */
export interface Active {
  /** What a person may see, from the tab's copy while it is fresh. */
  messages(distinct_id: string, now_ms: number): Promise<readonly ActiveMessage[]>;
  /** Forgets the copy. */
  expire(): void;
  /** Leaves a campaign out until the server is asked again: its lasting caps have moved. */
  leaveOut(id: string): void;
}

export function active(storage: Storage, ask: Ask): Active {
  let asking: { distinct_id: string; answer: Promise<readonly ActiveMessage[]> } | null = null;
  let failed_ms = -Infinity;
  const cached = () => storage.read<Cached | null>("active", null);

  const fetched = async (distinct_id: string, now_ms: number) => {
    try {
      const { autoRender, messages } = await ask(distinct_id);
      const shown = autoRender ? messages : [];
      storage.write("active", { distinct_id, at_ms: now_ms, messages: shown });
      return shown;
    } catch {
      failed_ms = now_ms;
      return [];
    } finally {
      asking = null;
    }
  };

  return {
    messages(distinct_id, now_ms) {
      const kept = cached();
      if (kept?.distinct_id === distinct_id && Math.abs(now_ms - kept.at_ms) < FRESH_MS) return Promise.resolve(kept.messages);
      if (asking?.distinct_id === distinct_id) return asking.answer;
      if (now_ms - failed_ms < PAUSE_MS) return Promise.resolve([]);
      asking = { distinct_id, answer: fetched(distinct_id, now_ms) };
      return asking.answer;
    },
    expire() {
      failed_ms = -Infinity;
      storage.write("active", null);
    },
    leaveOut(id) {
      const kept = cached();
      if (kept) storage.write("active", { ...kept, messages: kept.messages.filter((message) => message.id !== id) });
    },
  };
}
