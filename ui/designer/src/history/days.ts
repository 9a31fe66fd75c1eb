import type { Cause, VersionRow } from '../contract';

export interface Day {
  /** Midnight of the day where the person is, in milliseconds since 1970. */
  start_ms: number;
  rows: VersionRow[];
}

/** Versions by the day they were kept on, in the order they came. */
export function byDay(rows: readonly VersionRow[]): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const start_ms = new Date(row.at_ms).setHours(0, 0, 0, 0);
    const last = days.at(-1);
    if (last?.start_ms === start_ms) last.rows.push(row);
    else days.push({ start_ms, rows: [row] });
  }
  return days;
}

/** Why a version was kept. */
export const CAUSES: Record<Cause, string> = {
  created: 'Created',
  edited: 'Before an edit',
  started: 'Started',
  published: 'Published',
  restored: 'Before a restore',
  imported: 'Imported',
  named: 'Kept by name',
};
