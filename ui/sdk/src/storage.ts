/** Storage that may be full, forbidden or written by somebody else: it never throws. */

/** A place for JSON under names of its own. */
export interface Storage {
  /** What was written last; the fallback where nothing was, or nothing readable. */
  read<T>(name: string, fallback: T): T;
  /** Keeps a value; `null` forgets it. */
  write(name: string, value: unknown): void;
}

/** `local` outlives the tab, `session` does not; what neither takes is kept in memory. */
export function storage(kind: "local" | "session"): Storage {
  const memory: Record<string, string | undefined> = {};
  const place = () => (kind === "local" ? localStorage : sessionStorage);
  return {
    read(name, fallback) {
      const key = `rehearsal.${name}`;
      try {
        return JSON.parse(memory[key] ?? place().getItem(key) ?? "null") ?? fallback;
      } catch {
        return fallback;
      }
    },
    write(name, value) {
      const key = `rehearsal.${name}`;
      memory[key] = JSON.stringify(value);
      try {
        place().setItem(key, memory[key]);
        delete memory[key];
      } catch {
        // It stays in memory.
      }
    },
  };
}
