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
  const cached = () => storage.read<Cached | null>("active", null);

  const fetched = async (distinct_id: string, now_ms: number) => {
    let kept: Cached = { distinct_id, at_ms: now_ms - FRESH_MS + PAUSE_MS, messages: [] };
    try {
      const { autoRender, messages } = await ask(distinct_id);
      kept = { distinct_id, at_ms: now_ms, messages: autoRender ? messages : [] };
    } catch {
      // No answer is taken as an empty one, for a while.
    }
    storage.write("active", kept);
    asking = null;
    return kept.messages;
  };

  return {
    async messages(distinct_id, now_ms) {
      const kept = cached();
      if (kept?.distinct_id === distinct_id && Math.abs(now_ms - kept.at_ms) < FRESH_MS) return kept.messages;
      if (asking?.distinct_id !== distinct_id) asking = { distinct_id, answer: fetched(distinct_id, now_ms) };
      return asking.answer;
    },
    expire: () => storage.write("active", null),
    leaveOut(id) {
      const kept = cached();
      if (kept) storage.write("active", { ...kept, messages: kept.messages.filter((message) => message.id !== id) });
    },
  };
}
