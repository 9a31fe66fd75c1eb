/** The weekly timetable as minutes of days, for the grid and its presets. */

import type { TimetableSlot, Weekday } from '../../contract';

export const DAY_MINUTES = 24 * 60;
/** Slots that are drawn by hand begin and end on the half hour. */
export const SNAP_MINUTES = 30;

export const WEEK: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** A slot of one day, in minutes since midnight, `from <= t < to`. */
export interface Span {
  from: number;
  to: number;
}

/** Minutes since midnight of `09:30`; `24:00` is the end of the day. Null for anything else. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return null;
  const at = Number(hours) * 60 + Number(minutes);
  return at > DAY_MINUTES ? null : at;
}

export function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function snapped(minutes: number): number {
  const near = Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
  return Math.max(0, Math.min(DAY_MINUTES, near));
}

/** What a slot covers; null where its times cannot be read or are reversed. */
export function spanOf({ from, to }: TimetableSlot): Span | null {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start === null || end === null || end <= start ? null : { from: start, to: end };
}

/** The span between two points of a day, at least one step long. */
export function drawnSpan(one: number, other: number): Span {
  const from = Math.min(snapped(Math.min(one, other)), DAY_MINUTES - SNAP_MINUTES);
  return { from, to: Math.max(from + SNAP_MINUTES, snapped(Math.max(one, other))) };
}

/** A span moved by minutes; it keeps its length and stays within the day. */
export function movedSpan({ from, to }: Span, by: number): Span {
  const start = Math.max(0, Math.min(DAY_MINUTES - (to - from), snapped(from + by)));
  return { from: start, to: start + (to - from) };
}

/** A span with one end pulled elsewhere; it keeps at least one step. */
export function pulledSpan(span: Span, end: 'from' | 'to', at: number): Span {
  const near = snapped(at);
  return end === 'from'
    ? { ...span, from: Math.min(near, span.to - SNAP_MINUTES) }
    : { ...span, to: Math.max(near, span.from + SNAP_MINUTES) };
}

/**
 * The timetable with the spans of one day replaced. Spans that touch or overlap become one. Slots
 * of the day whose times cannot be read stay as they were typed.
 */
export function withDay(
  timetable: readonly TimetableSlot[],
  weekday: Weekday,
  spans: readonly Span[],
): TimetableSlot[] {
  const kept = timetable.filter((slot) => slot.weekday !== weekday || spanOf(slot) === null);
  const drawn = joined(spans).map((span) => ({
    weekday,
    from: clockOf(span.from),
    to: clockOf(span.to),
  }));
  return [...kept, ...drawn].sort(byTime);
}

/** The spans of one day, in the order of the day. */
export function spansOn(timetable: readonly TimetableSlot[], weekday: Weekday): Span[] {
  return timetable
    .filter((slot) => slot.weekday === weekday)
    .map(spanOf)
    .filter((span) => span !== null)
    .sort((one, other) => one.from - other.from);
}

/** The same spans on each of the days, nothing on the others. */
export function everyDay(days: readonly Weekday[], from: string, to: string): TimetableSlot[] {
  return days.map((weekday) => ({ weekday, from, to }));
}

export const TIMETABLES: readonly { id: string; name: string; make: () => TimetableSlot[] }[] = [
  { id: 'any', name: 'Any hour', make: () => [] },
  { id: 'office', name: 'Office hours', make: () => everyDay(WEEK.slice(0, 5), '09:00', '18:00') },
  { id: 'evenings', name: 'Evenings', make: () => everyDay(WEEK, '18:00', '22:00') },
  { id: 'weekends', name: 'Weekends', make: () => everyDay(WEEK.slice(5), '00:00', '24:00') },
];

/** The preset that a timetable is, or null for one of its own. */
export function timetablePreset(timetable: readonly TimetableSlot[]): string | null {
  const text = (slots: readonly TimetableSlot[]): string =>
    slots.map(({ weekday, from, to }) => `${weekday} ${from} ${to}`).join();
  const sorted = text([...timetable].sort(byTime));
  return TIMETABLES.find(({ make }) => text(make()) === sorted)?.id ?? null;
}

/** How many minutes of the week the spans cover. */
export function coveredMinutes(timetable: readonly TimetableSlot[]): number {
  return WEEK.flatMap((weekday) => joined(spansOn(timetable, weekday))).reduce(
    (sum, span) => sum + span.to - span.from,
    0,
  );
}

function joined(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((one, other) => one.from - other.from);
  return sorted.reduce<Span[]>((done, span) => {
    const last = done.at(-1);
    if (last === undefined || span.from > last.to) return [...done, { ...span }];
    last.to = Math.max(last.to, span.to);
    return done;
  }, []);
}

function byTime(one: TimetableSlot, other: TimetableSlot): number {
  return (
    WEEK.indexOf(one.weekday) - WEEK.indexOf(other.weekday) ||
    (minutesOf(one.from) ?? DAY_MINUTES) - (minutesOf(other.from) ?? DAY_MINUTES)
  );
}
