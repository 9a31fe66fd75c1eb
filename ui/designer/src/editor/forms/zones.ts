/** Times of a campaign's zone as points in time, and as the person here reads them. */

import { localeOf } from '../../words/numbers';

/** Every zone that the browser knows; UTC first, where it would not be listed. */
export const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].filter(
  (zone, at, all) => all.indexOf(zone) === at,
);

export const hereZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How far a zone is ahead of UTC at a moment, in minutes. Null for a zone that is none. */
export function offsetMinutes(zone: string, at_ms: number): number | null {
  const format = formatOf(zone);
  if (format === null) return null;
  const part = Object.fromEntries(
    format.formatToParts(at_ms).map(({ type, value }) => [type, Number(value)]),
  );
  const local = Date.UTC(
    part['year']!,
    part['month']! - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
  return Math.round((local - Math.floor(at_ms / 1000) * 1000) / 60_000);
}

/**
 * The moment of a local time `2026-05-01T09:00` in a zone, in milliseconds since 1970. A time that
 * a clock change skips is as much later; one that comes twice is the first of the two.
 */
export function momentOf(local: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local)) return null;
  const wall = Date.parse(`${local.slice(0, 16)}:00Z`);
  const DAY_MS = 86_400_000;
  const before = offsetMinutes(zone, wall - DAY_MS);
  const after = offsetMinutes(zone, wall + DAY_MS);
  if (Number.isNaN(wall) || before === null || after === null) return null;
  const fits = [before, after]
    .map((offset) => ({ offset, at: wall - offset * 60_000 }))
    .filter(({ offset, at }) => offsetMinutes(zone, at) === offset)
    .map(({ at }) => at);
  return fits.length > 0 ? Math.min(...fits) : wall - before * 60_000;
}

/** `UTC+9`, `UTC+5:30`, `UTC`. */
export function offsetWords(zone: string, at_ms: number): string {
  const minutes = offsetMinutes(zone, at_ms);
  if (minutes === null) return '';
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`;
}

/** A moment as it is on the clock here. */
export function hereWords(at_ms: number): string {
  return here.format(at_ms);
}

const here = new Intl.DateTimeFormat(localeOf(new Intl.NumberFormat().resolvedOptions().locale), {
  dateStyle: 'medium',
  timeStyle: 'short',
});

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Not a zone; it is kept as typed and found by the check.
  }
  formats.set(zone, format);
  return format;
}
