import type { CampaignRow, Platform, Status, SyncState } from '../contract';

/** Which findings a row has, by the worst of them. */
export type FindingsKind = 'block' | 'warn' | 'none';

/** What a row must be. Values of one list are alternatives; an empty list asks for nothing. */
export interface Filters {
  search: string;
  status: readonly Status[];
  tag: readonly string[];
  platform: readonly Platform[];
  sync: readonly SyncState[];
  findings: readonly FindingsKind[];
}

/** The filters that are chosen from a list of values. */
export type Facet = Exclude<keyof Filters, 'search'>;

export const NO_FILTERS: Filters = {
  search: '',
  status: [],
  tag: [],
  platform: [],
  sync: [],
  findings: [],
};

const FACETS = ['status', 'tag', 'platform', 'sync', 'findings'] as const;

/** What a row is, for each facet. */
const VALUES: { [F in Facet]: (row: CampaignRow) => readonly Filters[F][number][] } = {
  status: (row) => [row.status],
  tag: (row) => row.tags,
  platform: (row) => row.platforms,
  sync: (row) => [row.sync],
  findings: ({ findings }) => [
    findings.block > 0 ? 'block' : findings.warn > 0 ? 'warn' : 'none',
  ],
};

/** The rows that pass every filter, in the order they came. */
export function filterRows(rows: readonly CampaignRow[], filters: Filters): CampaignRow[] {
  const found = searchRows(rows, filters.search);
  return found.filter((row) => FACETS.every((facet) => passes(row, facet, filters)));
}

export type FacetCounts = { [F in Facet]: Map<Filters[F][number], number> };

/** How many rows each value would show: those that pass all the other filters. */
export function countFacets(rows: readonly CampaignRow[], filters: Filters): FacetCounts {
  const counts: Record<Facet, Map<string, number>> = {
    status: new Map(),
    tag: new Map(),
    platform: new Map(),
    sync: new Map(),
    findings: new Map(),
  };
  for (const row of searchRows(rows, filters.search)) {
    const failing = FACETS.filter((facet) => !passes(row, facet, filters));
    if (failing.length > 1) continue;
    for (const facet of failing.length === 0 ? FACETS : failing) {
      for (const value of VALUES[facet](row)) {
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
  }
  return counts as FacetCounts;
}

/** Whether anything is asked of the rows. */
export function isFiltering(filters: Filters): boolean {
  return filters.search.trim() !== '' || FACETS.some((facet) => filters[facet].length > 0);
}

function searchRows(rows: readonly CampaignRow[], search: string): readonly CampaignRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}

const texts = new WeakMap<CampaignRow, string>();

/** What the search looks through, kept for as long as the row is the same. */
function textOf(row: CampaignRow): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = [row.name, row.key, row.trigger, ...row.tags].join(' ').toLowerCase();
    texts.set(row, text);
  }
  return text;
}

function passes(row: CampaignRow, facet: Facet, filters: Filters): boolean {
  const wanted: readonly string[] = filters[facet];
  if (wanted.length === 0) return true;
  return VALUES[facet](row).some((value) => wanted.includes(value));
}
