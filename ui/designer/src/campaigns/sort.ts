import type { CampaignRow, Status, SyncState } from '../contract';

export type ColumnId =
  | 'name'
  | 'status'
  | 'platforms'
  | 'trigger'
  | 'period'
  | 'forecast'
  | 'updated'
  | 'sync';

export interface Sort {
  by: ColumnId;
  way: 'up' | 'down';
}

export interface Column {
  id: ColumnId;
  name: string;
  /** The way of the first click: what one most wants to see on top. */
  first: Sort['way'];
  /** What rows are compared by; null goes last whichever the way. */
  value: (row: CampaignRow) => string | number | null;
}

const STATUS_ORDER: readonly Status[] = ['active', 'paused', 'draft', 'ended'];
const SYNC_ORDER: readonly SyncState[] = [
  'conflict',
  'failed',
  'publishing',
  'changed_here',
  'changed_there',
  'local_only',
  'in_sync',
];

export const COLUMNS: readonly Column[] = [
  { id: 'name', name: 'Campaign', first: 'up', value: (row) => row.name || row.key },
  { id: 'status', name: 'Status', first: 'up', value: (row) => STATUS_ORDER.indexOf(row.status) },
  { id: 'platforms', name: 'Platforms', first: 'down', value: (row) => row.platforms.length },
  { id: 'trigger', name: 'Trigger', first: 'up', value: (row) => row.trigger || null },
  { id: 'period', name: 'Period', first: 'up', value: (row) => row.period },
  {
    id: 'forecast',
    name: 'Last forecast',
    first: 'down',
    value: (row) => row.forecast?.impressions ?? null,
  },
  { id: 'updated', name: 'Changed', first: 'down', value: (row) => row.updated_ms },
  { id: 'sync', name: 'Sync', first: 'up', value: (row) => SYNC_ORDER.indexOf(row.sync) },
];

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The rows in the order of a column; equal ones, and all without a column, in list order. */
export function sortRows(rows: readonly CampaignRow[], sort: Sort | null): readonly CampaignRow[] {
  const column = COLUMNS.find((each) => each.id === sort?.by);
  if (sort === null || column === undefined) return rows;
  const sign = sort.way === 'up' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((left, right) => {
      if (left.value === null || right.value === null) {
        return Number(left.value === null) - Number(right.value === null);
      }
      return sign * compare(left.value, right.value);
    })
    .map(({ row }) => row);
}

function compare(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : collator.compare(String(left), String(right));
}

/** What a click on a column's head does: its first way, the other one, then list order again. */
export function nextSort(sort: Sort | null, by: ColumnId): Sort | null {
  const first = COLUMNS.find((column) => column.id === by)?.first ?? 'up';
  if (sort?.by !== by) return { by, way: first };
  return sort.way === first ? { by, way: first === 'up' ? 'down' : 'up' } : null;
}

/** A kept sort, where it still is one. */
export function sortFrom(kept: string | null): Sort | null {
  const [by, way] = (kept ?? '').split(' ');
  const column = COLUMNS.find((each) => each.id === by);
  return column && (way === 'up' || way === 'down') ? { by: column.id, way } : null;
}
