import { longDay, shortDay } from './numbers';

const FOREVER = 'Always';

/** A row's period: `2026-05-01T09:00 – 2026-06-01T09:00` becomes `1 May – 1 Jun 2026`. */
export function periodWords(period: string | null): string {
  const [start, end] = period?.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  if (start === undefined) return period || FOREVER;
  if (end === undefined) return longDay(start);
  const from = start.slice(0, 4) === end.slice(0, 4) ? shortDay(start) : longDay(start);
  return `${from} – ${longDay(end)}`;
}
