/** What is chosen in a list, by key. The anchor is where a range starts. */
export interface Selection {
  keys: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING: Selection = { keys: new Set(), anchor: null };

/** Adds a key or takes it out; ranges start there from now on. */
export function toggle({ keys }: Selection, key: string): Selection {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, anchor: key };
}

/** Adds everything from the anchor to the key, in the order shown. */
export function extend(selection: Selection, key: string, shown: readonly string[]): Selection {
  const from = shown.indexOf(selection.anchor ?? key);
  const to = shown.indexOf(key);
  if (from === -1 || to === -1) return toggle({ keys: selection.keys, anchor: null }, key);
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...selection.keys, ...range]), anchor: shown[from] ?? key };
}

/**
 * Moves the end of a range from one row to another, as Shift with an arrow key does: what the
 * range leaves is no longer chosen.
 */
export function stretch(
  selection: Selection,
  from: string,
  to: string,
  shown: readonly string[],
): Selection {
  const anchor = selection.anchor ?? from;
  const between = (one: string, other: string): string[] => {
    const ends = [shown.indexOf(one), shown.indexOf(other)];
    return shown.slice(Math.min(...ends), Math.max(...ends) + 1);
  };
  const left = new Set(between(anchor, from));
  const kept = [...selection.keys].filter((key) => !left.has(key));
  return { keys: new Set([...kept, ...between(anchor, to)]), anchor };
}

export function all(shown: readonly string[]): Selection {
  return { keys: new Set(shown), anchor: null };
}
