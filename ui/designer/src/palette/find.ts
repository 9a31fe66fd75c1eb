import type { PaletteAction } from './actions';
import type { CampaignRow } from '../contract';
import { filterRows, NO_FILTERS } from '../campaigns/filter';

/** More campaigns than this nobody reads in a palette; another word finds the one meant. */
const CAMPAIGNS_MAX = 20;

/** The actions whose name has every word; names that begin with the search go first. */
export function findActions(
  actions: readonly PaletteAction[],
  search: string,
): readonly PaletteAction[] {
  const text = search.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const begins = (action: PaletteAction): number =>
    Number(!action.name.toLowerCase().startsWith(text));
  return actions
    .filter((action) => words.every((word) => action.name.toLowerCase().includes(word)))
    .sort((left, right) => begins(left) - begins(right));
}

/** The campaigns to open that a search finds. */
export function findCampaigns(
  rows: readonly CampaignRow[],
  search: string,
  open: (key: string) => void,
): PaletteAction[] {
  return filterRows(rows, { ...NO_FILTERS, search })
    .slice(0, CAMPAIGNS_MAX)
    .map((row) => ({
      id: `open-${row.key}`,
      name: row.name || row.key,
      group: 'Open',
      run: () => open(row.key),
    }));
}
