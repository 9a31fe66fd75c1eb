/**
 * Events on their way to the server. They are stored before they are sent and removed when the
 * server has taken them, so a reload or a dead network loses none; sent twice, the server
 * counts them once by their ids.
 */
import type { Storage } from "./storage";
import type { Track, SiteEvent } from "./wire";

/** Something to be sent: an event, or a message's event by its other way. */
export type Letter = { readonly kind: "event"; readonly body: SiteEvent } | { readonly kind: "track"; readonly messageId: string; readonly body: Track };

/** Sends a body to a path; the status of the answer, 0 where none came. */
export type Send = (path: string, body: unknown) => Promise<number>;

const LETTERS_MAX = 1_000;
const BATCH_MAX = 100;
const WAIT_MS = 200;
const RETRY_MS = 2_000;
const RETRY_MS_MAX = 300_000;

/** What is waiting to be sent. */
export interface Queue {
  push(...letters: Letter[]): void;
  /** Sends everything that waits; resolves when it is sent or has to wait again. */
  flush(): Promise<void>;
}

/** A queue in a storage. Sends shortly after a push, and again later after a failure. */
export function queue(storage: Storage, send: Send): Queue {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let retry_ms = RETRY_MS;

  const waiting = () => storage.read<Letter[]>("queue", []);
  // Read again before every write: other tabs share the storage.
  const remove = (sent: readonly Letter[]) => {
    const gone = new Set(sent.map(name));
    storage.write("queue", waiting().filter((letter) => !gone.has(name(letter))));
  };
  const later = (wait_ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), wait_ms);
  };

  const run = async () => {
    for (let next = load(waiting()); next; next = load(waiting())) {
      const status = await send(next.path, next.body);
      // A letter that the server will never take must not block those behind it.
      const settled = status >= 200 && status < 500 && status !== 408 && status !== 429;
      if (!settled) {
        later(retry_ms);
        retry_ms = Math.min(retry_ms * 2, RETRY_MS_MAX);
        return;
      }
      remove(next.letters);
      retry_ms = RETRY_MS;
    }
  };
  const flush = () => {
    clearTimeout(timer);
    running ??= run().finally(() => (running = null));
    return running;
  };

  return {
    push(...letters) {
      storage.write("queue", [...waiting(), ...letters].slice(-LETTERS_MAX));
      later(WAIT_MS);
    },
    flush,
  };
}

const name = ({ kind, body }: Letter) => `${kind} ${body.event_id}`;

interface Load {
  readonly letters: readonly Letter[];
  readonly path: string;
  readonly body: unknown;
}

/** What goes out next: the events from the front together, or one track. */
function load(waiting: readonly Letter[]): Load | null {
  const [first] = waiting;
  if (!first) return null;
  if (first.kind === "track") {
    return { letters: [first], path: `/api/v1/messages/${encodeURIComponent(first.messageId)}/track`, body: first.body };
  }
  const letters = waiting.filter(({ kind }) => kind === "event").slice(0, BATCH_MAX);
  return { letters, path: "/e", body: { batch: letters.map(({ body }) => body) } };
}
