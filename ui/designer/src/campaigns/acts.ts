import type { Act, ActReport, CampaignRow, Status } from '../contract';
import { plural } from '../words/numbers';

/** What can be done to many campaigns at once, in the order of the bar. */
export type BulkAct = Exclude<Act, 'restore'>;

const ALLOWED: Record<BulkAct, readonly Status[]> = {
  start: ['draft'],
  pause: ['active'],
  resume: ['paused'],
  end: ['active', 'paused'],
  duplicate: ['draft', 'active', 'paused', 'ended'],
  delete: ['draft', 'active', 'paused', 'ended'],
};

/** Whether it makes sense for at least one of the rows; what it cannot do is told afterwards. */
export function allows(act: BulkAct, rows: readonly CampaignRow[]): boolean {
  return rows.some((row) => ALLOWED[act].includes(row.status));
}

const DONE: Record<Act, string> = {
  start: 'Started',
  pause: 'Paused',
  resume: 'Resumed',
  end: 'Ended',
  delete: 'Deleted',
  restore: 'Restored',
  duplicate: 'Duplicated',
};

export const NOT_DONE: Record<Act, string> = {
  start: 'not started',
  pause: 'not paused',
  resume: 'not resumed',
  end: 'not ended',
  delete: 'not deleted',
  restore: 'not restored',
  duplicate: 'not duplicated',
};

/** What came of it, in a line; the name is told where there is one campaign only. */
export function doneWords(act: Act, report: ActReport, name: string | undefined): string {
  const many = report.done.length;
  const what = many === 1 && name !== undefined ? `“${name}”` : plural(many, 'campaign');
  return `${DONE[act]} ${what}`;
}
