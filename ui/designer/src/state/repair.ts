/** What one click on a finding changes: settings by JSON pointer, applied to the draft in hand. */

import type { Draft } from '../contract';

/** A field with its new value; null takes an element out of its list or clears an optional. */
export interface FieldSetting {
  path: string;
  value: unknown;
}

/** Applies the settings in order. A pointer into something that is not there changes nothing. */
export function applySettings(draft: Draft, fields: readonly FieldSetting[]): void {
  for (const { path, value } of fields) set(draft, keysOf(path), value);
}

/** The keys of a JSON pointer, unescaped. */
export function keysOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What is at a JSON pointer; undefined where nothing is. */
export function valueAt(root: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>(
    (at, key) => (isPart(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    root,
  );
}

function set(root: unknown, keys: readonly string[], value: unknown): void {
  const last = keys.at(-1);
  const parent = keys
    .slice(0, -1)
    .reduce<unknown>(
      (at, key) => (isPart(at) && Object.hasOwn(at, key) ? at[key] : undefined),
      root,
    );
  if (last === undefined || !isPart(parent)) return;
  if (!Array.isArray(parent)) {
    if (last !== '__proto__') parent[last] = copyOf(value);
    return;
  }
  const at = last === '-' ? parent.length : Number(last);
  if (!Number.isInteger(at) || at < 0 || at > parent.length) return;
  if (value === null) parent.splice(at, 1);
  else parent[at] = copyOf(value);
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A repair's value stays as it was, whatever happens to the draft later. */
function copyOf(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}
