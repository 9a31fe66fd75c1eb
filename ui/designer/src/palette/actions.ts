import { KEYS } from './keys';
import { bulkActions } from '../campaigns/row_actions';
import { SECTIONS } from '../editor/sections';
import type { EditorState } from '../state/editor.svelte';
import type { Session } from '../state/session.svelte';
import { plural } from '../words/numbers';

/** Something that can be done, by its name and maybe by keys. */
export interface PaletteAction {
  id: string;
  name: string;
  group: 'Campaign' | 'Go to' | 'Open' | 'Workspace';
  /** As it is shown: `Ctrl Shift F`, or a single letter. */
  keys?: string;
  run: () => void;
}

/** Everything that can be done now, the nearest first. */
export function actionsOf(session: Session): PaletteAction[] {
  const { editor, view } = session;
  return [
    ...(editor === null ? [] : editorActions(session, editor)),
    ...(view === 'campaigns' ? listActions(session) : []),
    ...workspaceActions(session),
    ...placeActions(session),
  ];
}

/** What can be done to the campaigns chosen in the list. */
function listActions(session: Session): PaletteAction[] {
  const rows = session.list.targets;
  if (rows.length === 0) return [];
  const what = rows.length === 1 ? `“${rows[0]?.name}”` : plural(rows.length, 'campaign');
  return bulkActions(session, rows)
    .filter((action) => action.disabled !== true)
    .map(({ act, name, keys, run }) => {
      const title = `${name.replace('…', '')} ${what}`;
      const action = { id: act, name: title, group: 'Campaign' as const, run };
      return keys === undefined ? action : { ...action, keys };
    });
}

function editorActions(session: Session, editor: EditorState): PaletteAction[] {
  const { key } = editor;
  const { status } = editor.draft;
  const group = 'Campaign';
  const actions: PaletteAction[] = [];
  const add = (id: string, title: string, run: () => void, keys?: string): void => {
    actions.push({ id, name: title, group, run, ...(keys === undefined ? {} : { keys }) });
  };
  if (editor.undoLabel !== null && !editor.locked) {
    add('undo', `Undo: ${editor.undoLabel}`, () => void editor.undo(), KEYS.undo);
  }
  if (editor.redoLabel !== null && !editor.locked) {
    add('redo', `Redo: ${editor.redoLabel}`, () => void editor.redo(), KEYS.redo);
  }
  add('forecast', 'Forecast', () => (session.sheet = 'forecast'), KEYS.forecast);
  add('versions', 'Versions', () => (session.sheet = 'versions'), KEYS.versions);
  add('lab', 'Open in lab', () => void session.openLab(key));
  add('export', 'Export', () => session.ask('export_campaigns', [key]));
  if (session.readOnly) return actions;
  if (status === 'draft') add('start', 'Start', () => void session.move(key, 'start'));
  if (status === 'active') add('pause', 'Pause', () => void session.move(key, 'pause'));
  if (status === 'paused') add('resume', 'Resume', () => void session.move(key, 'resume'));
  add('duplicate', 'Duplicate', () => void session.duplicate(key));
  add('delete', 'Delete', () => void session.remove(key));
  return actions;
}

function workspaceActions(session: Session): PaletteAction[] {
  const group = 'Workspace';
  const { theme } = session;
  const open = (sheet: NonNullable<Session['sheet']>) => () => void (session.sheet = sheet);
  const changes: PaletteAction[] = [
    { id: 'new', name: 'New campaign', group, keys: KEYS.new, run: open('new') },
    { id: 'import_campaigns', name: 'Import campaigns', group, run: open('import_campaigns') },
    { id: 'import', name: 'Import a log', group, run: open('import') },
    { id: 'sample', name: 'Add the sample campaigns', group, run: () => void session.loadSample() },
  ];
  const { keys } = session.list;
  return [
    ...(session.readOnly ? [] : changes),
    { id: 'publish', name: 'Publish', group, keys: KEYS.publish, run: open('publish') },
    {
      id: 'export_all',
      name: 'Export the campaigns shown',
      group,
      run: () => session.ask('export_campaigns', keys),
    },
    { id: 'deleted', name: 'Recently deleted', group, run: open('deleted') },
    {
      id: 'theme',
      name: theme.shown === 'dark' ? 'Light theme' : 'Dark theme',
      group,
      run: () => theme.choose(theme.shown === 'dark' ? 'light' : 'dark'),
    },
  ];
}

function placeActions(session: Session): PaletteAction[] {
  const group = 'Go to' as const;
  const { editor } = session;
  const sections: PaletteAction[] =
    editor === null
      ? []
      : SECTIONS.map((section, at) => ({
          id: `section-${section.id}`,
          name: section.name,
          group,
          keys: `Alt ${(at + 1) % 10}`,
          run: () => (editor.section = section.id),
        }));
  return [
    ...sections,
    {
      id: 'search',
      name: 'Search campaigns',
      group,
      keys: KEYS.search,
      run: () => void search(session),
    },
    ...(['campaigns', 'logs', 'activity', 'settings'] as const).map((view) => ({
      id: view,
      name: view.charAt(0).toUpperCase() + view.slice(1),
      group,
      run: () => void session.show(view),
    })),
    {
      id: 'shortcuts',
      name: 'Keyboard shortcuts',
      group,
      keys: KEYS.shortcuts,
      run: () => (session.sheet = 'shortcuts'),
    },
    {
      id: 'palette',
      name: 'Commands',
      group,
      keys: KEYS.palette,
      run: () => (session.sheet = session.sheet === 'palette' ? null : 'palette'),
    },
  ];
}

async function search(session: Session): Promise<void> {
  if (session.view !== 'campaigns') await session.show('campaigns');
  document.querySelector<HTMLElement>('[data-search]')?.focus();
}
