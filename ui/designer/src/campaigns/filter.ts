import type { CampaignRow, Status } from '../contract';

export type Shown = Status | 'all';

/** The rows that match every word of the search and the chosen status, in list order. */
export function filterRows(
  rows: readonly CampaignRow[],
  search: string,
  status: Shown,
): CampaignRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (status !== 'all' && row.status !== status) return false;
    const text = [row.name, row.key, row.trigger, ...row.tags].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many rows each status chip stands for. */
export function countByStatus(rows: readonly CampaignRow[]): Record<Shown, number> {
  const counts = { all: rows.length, draft: 0, active: 0, paused: 0, ended: 0 };
  for (const row of rows) counts[row.status] += 1;
  return counts;
}
