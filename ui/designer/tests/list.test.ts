import { beforeEach, describe, expect, it } from 'vitest';
import { row } from './rows';
import { allows, doneWords } from '../src/campaigns/acts';
import { countFacets, filterRows, isFiltering, NO_FILTERS, type Filters } from '../src/campaigns/filter';
import { rowAfter, rowsInView, topFor } from '../src/campaigns/rows_in_view';
import { all, extend, NOTHING, stretch, toggle, type Selection } from '../src/campaigns/selection';
import { COLUMNS, nextSort, sortFrom, sortRows, type ColumnId } from '../src/campaigns/sort';
import { findActions, findCampaigns } from '../src/palette/find';
import { ListState } from '../src/state/list.svelte';
import { periodWords } from '../src/words/period';

const rows = [
  row('a', {
    name: 'Spring sale',
    tags: ['shop', 'spring'],
    platforms: ['ios', 'android'],
    findings: { block: 1, warn: 2, note: 0 },
  }),
  row('b', {
    name: 'Reading list',
    status: 'active',
    trigger: 'home',
    tags: ['books'],
    platforms: ['pc_web'],
    sync: 'changed_here',
  }),
  row('c', {
    name: 'Spring books',
    status: 'paused',
    trigger: '',
    tags: ['books', 'spring'],
    platforms: ['pc_web', 'ios', 'android'],
    findings: { block: 0, warn: 1, note: 0 },
    period: '2026-05-01T09:00 – 2026-06-01T09:00',
  }),
];
const keys = (found: readonly { key: string }[]): string => found.map(({ key }) => key).join('');

describe('filters', () => {
  it.each<[Partial<Filters>, string]>([
    [{}, 'abc'],
    [{ search: 'SPRING' }, 'ac'],
    [{ search: 'spring books' }, 'c'],
    [{ search: 'home' }, 'b'],
    [{ search: '  ' }, 'abc'],
    [{ search: 'spring home' }, ''],
    [{ status: ['active'] }, 'b'],
    [{ status: ['active', 'paused'] }, 'bc'],
    [{ tag: ['books'] }, 'bc'],
    [{ tag: ['books', 'shop'] }, 'abc'],
    [{ platform: ['ios'] }, 'ac'],
    [{ sync: ['changed_here'] }, 'b'],
    [{ findings: ['block'] }, 'a'],
    [{ findings: ['warn', 'none'] }, 'bc'],
    [{ tag: ['spring'], platform: ['pc_web'] }, 'c'],
    [{ tag: ['spring'], status: ['active'] }, ''],
  ])('%j shows %j', (filters, shown) => {
    expect(keys(filterRows(rows, { ...NO_FILTERS, ...filters }))).toBe(shown);
    expect(isFiltering({ ...NO_FILTERS, ...filters })).toBe(shown !== 'abc' || 'tag' in filters);
  });

  it('counts what each value would show among the others', () => {
    const counts = countFacets(rows, { ...NO_FILTERS, tag: ['spring'], status: ['paused'] });
    expect(Object.fromEntries(counts.status)).toEqual({ draft: 1, paused: 1 });
    expect(Object.fromEntries(counts.tag)).toEqual({ books: 1, spring: 1 });
    expect(Object.fromEntries(counts.platform)).toEqual({ pc_web: 1, ios: 1, android: 1 });
    expect(Object.fromEntries(counts.findings)).toEqual({ warn: 1 });
  });
});

describe('sorting', () => {
  const mixed = [
    row('a', { name: 'Sale 10', status: 'ended', trigger: 'b', sync: 'in_sync', updated_ms: 2 }),
    row('b', { name: 'Sale 9', status: 'draft', trigger: '', sync: 'conflict', updated_ms: 3 }),
    row('c', {
      name: 'attic',
      status: 'active',
      trigger: 'a',
      sync: 'local_only',
      updated_ms: 1,
      platforms: ['ios'],
      period: '2026-05-01T09:00 – 2026-06-01T09:00',
      forecast: { impressions: 5, cap_hits: 0, by_day: [] },
    }),
  ];
  it.each<[ColumnId, up: string, down: string]>([
    ['name', 'cba', 'abc'],
    ['status', 'cba', 'abc'],
    ['platforms', 'abc', 'cab'],
    // What has no value goes last whichever the way.
    ['trigger', 'cab', 'acb'],
    ['period', 'cab', 'cab'],
    ['forecast', 'cab', 'cab'],
    ['updated', 'cab', 'bac'],
    ['sync', 'bca', 'acb'],
  ])('by %s', (by, up, down) => {
    expect(keys(sortRows(mixed, { by, way: 'up' }))).toBe(up);
    expect(keys(sortRows(mixed, { by, way: 'down' }))).toBe(down);
  });

  it('is list order without a column', () => expect(sortRows(mixed, null)).toBe(mixed));

  it.each(COLUMNS.map((column) => [column.id] as const))('%s: there, back, list order', (id) => {
    const first = nextSort(null, id);
    const second = nextSort(first, id);
    expect([first?.by, second?.by, first?.way === second?.way]).toEqual([id, id, false]);
    expect(nextSort(second, id)).toBeNull();
    expect(nextSort({ by: id === 'name' ? 'sync' : 'name', way: 'up' }, id)).toEqual(first);
  });

  it.each([
    ['name up', { by: 'name', way: 'up' }],
    ['name sideways', null],
    ['colour up', null],
    ['', null],
    [null, null],
  ])('remembers %j as %j', (kept, sort) => expect(sortFrom(kept)).toEqual(sort));
});

describe('selecting', () => {
  const shown = ['a', 'b', 'c', 'd', 'e'];
  const chosen = (selection: Selection): string => [...selection.keys].sort().join('');
  const at = (text: string, anchor: string | null = null): Selection => ({
    keys: new Set(text),
    anchor,
  });

  it.each<[string, Selection, string]>([
    ['takes one', toggle(NOTHING, 'b'), 'b'],
    ['lets one go', toggle(at('ab'), 'b'), 'a'],
    ['extends down from the anchor', extend(at('b', 'b'), 'd', shown), 'bcd'],
    ['extends up from the anchor', extend(at('d', 'd'), 'b', shown), 'bcd'],
    ['keeps what was chosen before', extend(at('ad', 'd'), 'e', shown), 'ade'],
    ['without an anchor takes the row itself', extend(NOTHING, 'c', shown), 'c'],
    ['with an anchor that is gone takes the row', extend(at('x', 'x'), 'c', shown), 'cx'],
    ['stretches on', stretch(at('b', 'b'), 'b', 'c', shown), 'bc'],
    ['shrinks again', stretch(at('bcd', 'b'), 'd', 'c', shown), 'bc'],
    ['turns around the anchor', stretch(at('cd', 'c'), 'd', 'b', shown), 'bc'],
    ['starts where the keyboard was', stretch(NOTHING, 'c', 'd', shown), 'cd'],
    ['takes all', all(shown), 'abcde'],
  ])('%s', (_, selection, keys) => expect(chosen(selection)).toBe(keys));

  it('starts ranges at what was toggled last', () => {
    const selection = extend(toggle(toggle(NOTHING, 'a'), 'd'), 'e', shown);
    expect(chosen(selection)).toBe('ade');
  });
});

describe('the state of the list', () => {
  beforeEach(() => localStorage.clear());

  it('acts on what is shown, and else on the row in hand', () => {
    const list = new ListState(() => rows);
    expect(keys(list.targets)).toBe('');
    list.goTo(1, 'move');
    expect(keys(list.targets)).toBe('b');
    list.selectAll();
    list.choose('tag', ['spring']);
    expect(keys(list.targets)).toBe('ac');
    list.clear();
    expect(keys(list.targets)).toBe('');
  });

  it('selects a range in the order shown', () => {
    const list = new ListState(() => rows);
    list.sortBy('name');
    expect(keys(list.rows)).toBe('bca');
    list.toggle('b');
    list.extendTo('c');
    expect(keys(list.chosen)).toBe('bc');
  });

  it('remembers the sort', () => {
    new ListState(() => rows).sortBy('updated');
    expect(new ListState(() => rows).sort).toEqual({ by: 'updated', way: 'down' });
  });
});

describe('rows in view', () => {
  const view = { top: 0, height: 500, row: 50, count: 1000 };
  it.each([
    [{ ...view }, 2, { from: 0, to: 12 }],
    [{ ...view, top: 1020 }, 0, { from: 20, to: 31 }],
    [{ ...view, top: 1020 }, 5, { from: 15, to: 36 }],
    [{ ...view, top: 49_500 }, 5, { from: 985, to: 1000 }],
    [{ ...view, count: 3 }, 5, { from: 0, to: 3 }],
    [{ ...view, count: 0 }, 5, { from: 0, to: 0 }],
    [{ ...view, height: 0 }, 2, { from: 0, to: 2 }],
    // Scrolled past a list that became shorter.
    [{ ...view, top: 5000, count: 3 }, 2, { from: 3, to: 3 }],
  ])('%j with %i to spare', (view, spare, rows) => {
    expect(rowsInView(view, spare)).toEqual(rows);
  });

  it.each([
    [100, 3, 100],
    [100, 1, 50],
    [100, 12, 150],
    [0, 999, 49_500],
  ])('from %i, row %i needs %i', (top, at, needed) => {
    expect(topFor({ ...view, top }, at)).toBe(needed);
  });

  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowDown', 999, 999],
    ['ArrowDown', -1, 0],
    ['ArrowUp', 5, 4],
    ['ArrowUp', 0, 0],
    ['PageDown', 5, 14],
    ['PageDown', 995, 999],
    ['PageUp', 5, 0],
    ['Home', 5, 0],
    ['End', 5, 999],
    ['x', 5, null],
  ])('%s from %i goes to %j', (key, at, to) => expect(rowAfter(key, at, view)).toBe(to));

  it('goes nowhere without rows', () => {
    expect(rowAfter('ArrowDown', -1, { ...view, count: 0 })).toBeNull();
  });
});

describe('acts on many', () => {
  it('are offered where one of the campaigns allows them', () => {
    expect(allows('start', rows)).toBe(true);
    expect(allows('start', [rows[1]!])).toBe(false);
    expect(allows('resume', [rows[2]!])).toBe(true);
    expect(allows('end', [rows[0]!])).toBe(false);
    expect(allows('delete', [])).toBe(false);
  });

  it.each([
    [['a'], 'Sale', 'Deleted “Sale”'],
    [['a'], undefined, 'Deleted 1 campaign'],
    [['a', 'b'], 'Sale', 'Deleted 2 campaigns'],
  ])('%j is told as %s: %s', (done, name, words) => {
    expect(doneWords('delete', { done, refused: [] }, name)).toBe(words);
  });
});

describe('the palette', () => {
  const action = (name: string) => ({ id: name, name, group: 'Workspace' as const, run() {} });
  const names = (search: string): string[] =>
    findActions([action('Open in lab'), action('Publish'), action('Lab')], search).map(
      ({ name }) => name,
    );

  it('finds by every word, the beginning first', () => {
    expect(names('lab')).toEqual(['Lab', 'Open in lab']);
    expect(names('lab open')).toEqual(['Open in lab']);
    expect(names('nothing')).toEqual([]);
  });

  it('lists no more campaigns than anybody reads', () => {
    const many = Array.from({ length: 500 }, (_, at) => row(`c${at}`));
    expect(findCampaigns(many, '', () => {})).toHaveLength(20);
    expect(findCampaigns(many, 'c499', () => {}).map(({ name }) => name)).toEqual(['c499']);
  });
});

describe('periods', () => {
  it.each([
    [null, 'Always'],
    ['', 'Always'],
    ['2026-05-01T09:00 – 2026-06-01T09:00', /1.* – .*2026$/],
    ['2025-12-01T09:00 – 2026-01-07T09:00', /2025.* – .*2026$/],
    [' – 2026-01-07T09:00', /2026$/],
    ['soon', 'soon'],
  ])('%j', (period, words) => {
    if (typeof words === 'string') expect(periodWords(period)).toBe(words);
    else expect(periodWords(period)).toMatch(words);
  });
});
