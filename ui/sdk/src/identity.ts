/** Who is here: the device, the person, the session and what it remembers. */
import { type Memory, NEVER } from "./decide";
import type { Storage } from "./storage";

/** A session ends after this long without an event, or when the person changes. */
const IDLE_MS = 30 * 60_000;

interface Session {
  readonly id: string;
  readonly last_ms: number;
  readonly counts: Memory["session"];
}

/** The ids an event carries. */
export interface Ids {
  readonly distinct_id: string;
  readonly device_id: string;
  readonly session_id: string;
}

/** A random id of 128 bits; unlike `randomUUID` it can be made on pages without TLS too. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** The people of one browser. */
export interface Identity {
  /** Who is identified. */
  user(): string | null;
  device(): string;
  /** The user, or the device where nobody is identified. */
  person(): string;
  /** Whether something that happens now begins a session. */
  begins(now_ms: number): boolean;
  /** The ids of something that happens now; begins a new session where the old one is over. */
  ids(now_ms: number): Ids;
  /** The person is known from now on; a change of person begins a session. */
  identify(user: string): void;
  /** The person leaves: another device id, nobody identified, a new session. */
  reset(): void;
  memory(onScreen: string | null): Memory;
  count(campaign: string, what: "displays" | "terminals"): void;
  hide(campaign: string, now_ms: number): void;
}

/** Reads and keeps identity in a storage that outlives the tab. */
export function identity(storage: Storage): Identity {
  const user = () => storage.read<string | null>("user", null);
  const device = () => {
    const known = storage.read("device", "") || newId();
    storage.write("device", known);
    return known;
  };
  const person = () => user() ?? device();
  const session = () => storage.read<Session>("session", { id: "", last_ms: -Infinity, counts: {} });
  const begins = (now_ms: number) => now_ms - session().last_ms >= IDLE_MS;
  /** When this person hid which campaign. */
  const hidden = () => storage.read<Record<string, Memory["hidden_ms"]>>("hidden", {});
  return {
    user,
    device,
    person,
    begins,
    ids(now_ms) {
      const { id, counts } = begins(now_ms) ? { id: newId(), counts: {} } : session();
      storage.write("session", { id, counts, last_ms: now_ms });
      return { distinct_id: person(), device_id: device(), session_id: id };
    },
    identify(id) {
      if (user() !== null && user() !== id) storage.write("session", null);
      storage.write("user", id);
    },
    reset() {
      for (const name of ["user", "device", "session"]) storage.write(name, null);
    },
    memory: (onScreen) => ({ session: session().counts, hidden_ms: hidden()[person()] ?? {}, onScreen }),
    count(campaign, what) {
      const { counts, ...now } = session();
      const old = counts[campaign] ?? NEVER;
      storage.write("session", { ...now, counts: { ...counts, [campaign]: { ...old, [what]: old[what] + 1 } } });
    },
    hide(campaign, now_ms) {
      const all = hidden();
      storage.write("hidden", { ...all, [person()]: { ...all[person()], [campaign]: now_ms } });
    },
  };
}
