/** A campaign's period and timetable, by the wall clock of its zone. */
import type { Period } from "../../contract/Period";
import type { TimetableSlot } from "../../contract/TimetableSlot";

export const DAY_MS = 86_400_000;

/** The wall clock of a zone, e.g. `2026-05-01T09:00:00`. Throws a `RangeError` on an unknown zone. */
function wallClock(at_ms: number, timeZone: string): string {
  // Swedish dates are ISO 8601: no assembly of parts needed.
  return new Date(at_ms).toLocaleString("sv-SE", { timeZone }).replace(" ", "T");
}

/**
 * When a zone's clock shows a time: the first time of two where the clock is set back, and as
 * much later as the clock is set forward where that skips it.
 */
function moment(dateTime: string, timeZone: string): number {
  const shown = (at_ms: number) => Date.parse(`${wallClock(at_ms, timeZone)}Z`);
  const wanted = Date.parse(`${dateTime}Z`);
  // By what the clock is off a day earlier and a day later.
  const by = (day_ms: number) => 2 * wanted + day_ms - shown(wanted + day_ms);
  const [early, late] = [by(-DAY_MS), by(DAY_MS)];
  return shown(early) !== wanted && shown(late) === wanted ? late : early;
}

/** Where a moment lies in a period: `start <= t < end`. */
export function inPeriod({ type, start, end, time_zone }: Period, at_ms: number): "before" | "within" | "after" {
  if (type !== "scheduled") return "within";
  if (at_ms < moment(start, time_zone)) return "before";
  return at_ms < moment(end, time_zone) ? "within" : "after";
}

/** Whether a slot holds the moment, `from <= t < to`; no slots hold every moment. */
export function inTimetable(slots: readonly TimetableSlot[], timeZone: string, at_ms: number): boolean {
  if (slots.length === 0) return true;
  const time = wallClock(at_ms, timeZone).slice(11);
  const weekday = new Date(at_ms).toLocaleString("en", { timeZone, weekday: "long" }).toLowerCase();
  return slots.some((slot) => slot.weekday === weekday && slot.from <= time && time < slot.to);
}
