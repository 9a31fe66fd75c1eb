/** Local time in a campaign's zone, as text that sorts as time does. */
import type { Period } from "../../contract/Period";
import type { TimetableSlot } from "../../contract/TimetableSlot";

/** Wall-clock time: `2026-05-01T09:00:00`, `09:00:00` and the weekday. */
export interface LocalTime {
  readonly dateTime: string;
  readonly time: string;
  readonly weekday: string;
}

/** The wall clock of a zone at a moment. Throws a `RangeError` on an unknown zone. */
export function localTime(at_ms: number, timeZone: string): LocalTime {
  const at = new Date(at_ms);
  // Swedish dates are ISO 8601: no assembly of parts needed.
  const [date, time = ""] = at.toLocaleString("sv-SE", { timeZone }).split(" ");
  const weekday = at.toLocaleString("en", { timeZone, weekday: "long" }).toLowerCase();
  return { dateTime: `${date}T${time}`, time, weekday };
}

/** Where a moment lies in a period: `start <= t < end`. */
export function inPeriod(period: Period, at_ms: number): "before" | "within" | "after" {
  if (period.type !== "scheduled") return "within";
  const { dateTime } = localTime(at_ms, period.time_zone);
  if (dateTime < period.start) return "before";
  return dateTime < period.end ? "within" : "after";
}

/** Whether a slot holds the moment, `from <= t < to`; no slots hold every moment. */
export function inTimetable(slots: readonly TimetableSlot[], timeZone: string, at_ms: number): boolean {
  if (slots.length === 0) return true;
  const { time, weekday } = localTime(at_ms, timeZone);
  return slots.some((slot) => slot.weekday === weekday && slot.from <= time && time < slot.to);
}
