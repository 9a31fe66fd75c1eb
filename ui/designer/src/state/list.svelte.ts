import {
  countFacets,
  filterRows,
  isFiltering,
  NO_FILTERS,
  type Facet,
  type Filters,
} from '../campaigns/filter';
import { all, extend, NOTHING, stretch, toggle, type Selection } from '../campaigns/selection';
import { nextSort, sortFrom, sortRows, type ColumnId, type Sort } from '../campaigns/sort';
import type { CampaignRow } from '../contract';

const SORT_KEPT_AS = 'rehearsal.sort';

/** How the list of campaigns is looked at. It outlives the list, so that one comes back to it. */
export class ListState {
  filters = $state.raw<Filters>(NO_FILTERS);
  sort = $state.raw<Sort | null>(sortFrom(localStorage.getItem(SORT_KEPT_AS)));
  selection = $state.raw<Selection>(NOTHING);
  /** The row that the keyboard is at. */
  active = $state<string | null>(null);
  /** How far it was scrolled, in pixels. */
  top = $state(0);

  readonly #all: () => readonly CampaignRow[];
  filtering = $derived(isFiltering(this.filters));
  counts = $derived.by(() => countFacets(this.#all(), this.filters));
  rows = $derived.by(() => sortRows(filterRows(this.#all(), this.filters), this.sort));
  keys = $derived(this.rows.map((row) => row.key));
  /** The selected rows that are shown; what a filter hides is never acted on. */
  chosen = $derived(this.rows.filter((row) => this.selection.keys.has(row.key)));
  activeAt = $derived(this.active === null ? -1 : this.keys.indexOf(this.active));
  /** What an action is about: the selected rows, or else the one that the keyboard is at. */
  targets = $derived.by(() => {
    const at = this.rows[this.activeAt];
    return this.chosen.length > 0 || at === undefined ? this.chosen : [at];
  });

  constructor(rows: () => readonly CampaignRow[]) {
    this.#all = rows;
  }

  search(text: string): void {
    this.#filter({ ...this.filters, search: text });
  }

  choose<F extends Facet>(facet: F, values: Filters[F]): void {
    this.#filter({ ...this.filters, [facet]: values });
  }

  showAll(): void {
    this.#filter(NO_FILTERS);
  }

  sortBy(column: ColumnId): void {
    this.sort = nextSort(this.sort, column);
    if (this.sort === null) localStorage.removeItem(SORT_KEPT_AS);
    else localStorage.setItem(SORT_KEPT_AS, `${this.sort.by} ${this.sort.way}`);
  }

  toggle(key: string): void {
    this.active = key;
    this.selection = toggle(this.selection, key);
  }

  /** Selects from the last toggled row to this one. */
  extendTo(key: string): void {
    this.active = key;
    this.selection = extend(this.selection, key, this.keys);
  }

  /** Moves the keyboard to a row; with a range, what lies between is selected. */
  goTo(at: number, how: 'move' | 'stretch'): void {
    const to = this.keys[at];
    if (to === undefined) return;
    if (how === 'stretch') {
      this.selection = stretch(this.selection, this.active ?? to, to, this.keys);
    }
    this.active = to;
  }

  selectAll(): void {
    this.selection = all(this.keys);
  }

  clear(): void {
    this.selection = NOTHING;
  }

  #filter(filters: Filters): void {
    this.filters = filters;
    this.top = 0;
  }
}
