/** The keys of every action that has some, in one place: actions, tooltips and the sheet use it. */
export const KEYS = {
  palette: 'Ctrl K',
  shortcuts: '?',
  new: 'N',
  search: '/',
  publish: 'Ctrl Shift P',
  duplicate: 'D',
  export: 'E',
  delete: 'Delete',
  undo: 'Ctrl Z',
  redo: 'Ctrl Shift Z',
  forecast: 'Ctrl Shift F',
  versions: 'Ctrl Shift H',
  save: 'Ctrl S',
} as const;

export interface Shortcut {
  name: string;
  /** Alternatives. */
  keys: readonly string[];
}

/** What the sheet of shortcuts lists, place by place. */
export const SHORTCUTS: readonly { place: string; shortcuts: readonly Shortcut[] }[] = [
  {
    place: 'Everywhere',
    shortcuts: [
      { name: 'Commands', keys: [KEYS.palette] },
      { name: 'Keyboard shortcuts', keys: [KEYS.shortcuts] },
      { name: 'New campaign', keys: [KEYS.new] },
      { name: 'Search campaigns', keys: [KEYS.search] },
      { name: 'Publish', keys: [KEYS.publish] },
      { name: 'Close a sheet or a menu', keys: ['Esc'] },
    ],
  },
  {
    place: 'In the editor',
    shortcuts: [
      { name: 'Undo', keys: [KEYS.undo] },
      { name: 'Redo', keys: [KEYS.redo, 'Ctrl Y'] },
      { name: 'Versions', keys: [KEYS.versions] },
      { name: 'Forecast', keys: [KEYS.forecast] },
      { name: 'First to tenth section', keys: ['Alt 1', 'Alt 0'] },
      { name: 'Next and previous section', keys: ['Alt ↓', 'Alt ↑'] },
      { name: 'Save now', keys: [KEYS.save] },
    ],
  },
  {
    place: 'In the list',
    shortcuts: [
      { name: 'Next and previous campaign', keys: ['↓', '↑'] },
      { name: 'A page on and back', keys: ['PgDn', 'PgUp'] },
      { name: 'First and last', keys: ['Home', 'End'] },
      { name: 'Open', keys: ['Enter'] },
      { name: 'Select', keys: ['Space'] },
      { name: 'Select a range', keys: ['Shift ↓', 'Shift ↑'] },
      { name: 'Select all that are shown', keys: ['Ctrl A'] },
      { name: 'Clear the selection', keys: ['Esc'] },
      { name: 'Duplicate', keys: [KEYS.duplicate] },
      { name: 'Export', keys: [KEYS.export] },
      { name: 'Delete', keys: [KEYS.delete] },
    ],
  },
];
