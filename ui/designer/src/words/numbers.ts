/** Numbers, dates and plurals as the person's language writes them. */

/** The person's locale; where the system names none ("C", "POSIX"), English with its separators. */
const locale = localeOf(new Intl.NumberFormat().resolvedOptions().locale);

export function localeOf(system: string): string | undefined {
  return /posix/i.test(system) ? 'en' : undefined;
}

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayAndYear = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const chosen = new Intl.PluralRules('en');

export const count = (value: number): string => whole.format(value);
export const short = (value: number): string => compact.format(value);

/** `part` of `all` as a percentage; nothing of nothing is 0 %. */
export function percent(part: number, all: number): string {
  return rate.format(all === 0 ? 0 : part / all);
}

/** A share from 0 to 1 as a whole percentage. */
export const wholePercent = (share: number): string => rate.format(Math.round(share * 100) / 100);

export function plural(amount: number, noun: string, many = `${noun}s`): string {
  return `${count(amount)} ${chosen.select(amount) === 'one' ? noun : many}`;
}

/** An ISO date or date-time as `13 Mar`. */
export const shortDay = (iso: string): string => written(day, iso);
export const longDay = (iso: string): string => written(dayAndYear, iso);
export const timeOfDay = (at: Date): string => clock.format(at);

const inYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const inAnyYear = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });

/** The day of a moment where the person is: today, yesterday, or its date. */
export function localDay(at_ms: number, now_ms: number): string {
  const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at_ms) - midnight(now_ms)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = ago.format(days, 'day');
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
  const thisYear = new Date(at_ms).getFullYear() === new Date(now_ms).getFullYear();
  return (thisYear ? inYear : inAnyYear).format(at_ms);
}

function written(format: Intl.DateTimeFormat, iso: string): string {
  const at = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
  return Number.isNaN(at.getTime()) ? iso : format.format(at);
}

/** How long ago something was, in the largest unit that fits. */
export function since(then_ms: number, now_ms: number): string {
  const minutes = Math.round((then_ms - now_ms) / 60_000);
  if (minutes === 0) return ago.format(0, 'second');
  if (Math.abs(minutes) < 60) return ago.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return ago.format(hours, 'hour');
  const days = Math.round(hours / 24);
  if (Math.abs(days) < 31) return ago.format(days, 'day');
  if (Math.abs(days) < 365) return ago.format(Math.round(days / 30.4), 'month');
  return ago.format(Math.round(days / 365), 'year');
}

/** A remaining time, in whole seconds or minutes: it is a guess. */
export function roughly(ms: number): string {
  return ms < 60_000 ? `${Math.max(1, Math.ceil(ms / 1000))} s` : `${Math.ceil(ms / 60_000)} min`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many characters a person sees, as the limits count them. */
export function graphemes(text: string): number {
  let seen = 0;
  for (const _ of segmenter.segment(text)) seen += 1;
  return seen;
}
