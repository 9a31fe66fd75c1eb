/** Whether a value satisfies a condition: the table of exposure.md section 4. Pure. */
import type { Condition } from "../../contract/Condition";
import type { Operator } from "../../contract/Operator";
import type { Value } from "../../contract/Value";
import type { ValueType } from "../../contract/ValueType";
import type { Properties } from "./wire";

/** Whether a filter on the event's properties holds. */
export function holds(filter: Condition, properties: Properties): boolean {
  const { key, negated } = filter;
  const known = key.type === "event_property" && Object.hasOwn(properties, key.name);
  return matches(filter, known ? properties[key.name] : null) !== negated;
}

function matches(condition: Condition, value: Value | null | undefined): boolean {
  if (Array.isArray(value)) return value.some((element) => matches(condition, element));
  if (value === null || value === undefined) return false;
  const { operator, value_type, values } = condition;
  if (operator === "exists") return true;
  const left = read(value_type, value);
  const compare = COMPARE[operator];
  const fits = value_type === "string" || (value_type === "boolean" ? operator === "in" : !/s_with|contains/.test(operator));
  return left !== null && fits && values.some((wanted) => {
    const right = read(value_type, wanted);
    return right !== null && compare(left, right);
  });
}

type Comparable = string | number | boolean;

const COMPARE: Readonly<Record<Exclude<Operator, "exists">, (left: Comparable, right: Comparable) => boolean>> = {
  in: (left, right) => left === right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
  contains: (left, right) => `${left}`.includes(`${right}`),
  starts_with: (left, right) => `${left}`.startsWith(`${right}`),
  ends_with: (left, right) => `${left}`.endsWith(`${right}`),
};

/** A value as its type has it; `null` where it is none. */
function read(type: ValueType, value: Value): Comparable | null {
  if (Array.isArray(value)) return null;
  const text = `${value}`;
  if (type === "string") return text;
  if (type === "version") return version(text);
  if (type === "boolean") return text === "true" || (text === "false" ? false : null);
  return typeof value !== "boolean" && text.trim() && Number.isFinite(+text) ? +text : null;
}

const VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\da-z.-]+))?(?:\+[\da-z.-]+)?$/i;
const UNSOUND = /(?:^|\.)0\d+(?:\.|$)|^\.|\.\.|\.$/;

/**
 * A version as text that sorts as versions do (semver.org, 11): numbers padded, numbers before
 * words, a shorter list before one that goes on, a release after its pre-releases.
 */
function version(text: string): string | null {
  const [, major, minor = "0", patch = "0", pre] = VERSION.exec(text) ?? [];
  if (major === undefined || [[major, minor, patch].join("."), pre ?? ""].some((part) => UNSOUND.test(part))) return null;
  const padded = (part: string) => (/^\d+$/.test(part) ? part.padStart(20, "0") : `A${part}`);
  const last = pre === undefined ? "~" : pre.split(".").map(padded).join(" ");
  return [padded(major), padded(minor), padded(patch), last].join(" ");
}
