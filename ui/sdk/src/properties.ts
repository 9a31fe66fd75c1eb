/** Properties as a page gives them, brought into the form of the wire. */
import type { Value } from "../../contract/Value";
import type { Properties } from "./wire";

const DEPTH_MAX = 5;

/** Keeps texts, finite numbers, booleans and lists of them; nested objects become dotted names. */
export function flatten(given: object, prefix = "", depth = 0): Properties {
  const kept = Object.entries(given).flatMap(([name, value]): [string, Value][] => {
    if (isValue(value)) return [[prefix + name, value]];
    const nested = typeof value === "object" && value !== null && !Array.isArray(value) && depth < DEPTH_MAX;
    return nested ? Object.entries(flatten(value, `${prefix}${name}.`, depth + 1)) : [];
  });
  return Object.fromEntries(kept);
}

function isValue(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every(isValue);
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
