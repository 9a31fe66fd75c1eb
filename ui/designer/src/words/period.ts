import { longDay } from './numbers';

const FOREVER = 'Always';

/** A row's period; `2026-05-01T09:00 to 2026-06-01T09:00` becomes two days. */
export function periodWords(period: string | null): string {
  if (period === null || period === '') return FOREVER;
  return period.replaceAll(/\d{4}-\d{2}-\d{2}(T[\d:]+)?/g, (iso) => longDay(iso.slice(0, 10)));
}
