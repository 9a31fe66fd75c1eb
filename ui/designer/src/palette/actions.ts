import type { Session } from '../state/session.svelte';
import { SECTIONS } from '../editor/sections';

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
  return [...editorActions(session), ...workspaceActions(session), ...openActions(session)];
}

function editorActions(session: Session): PaletteAction[] {
  const { editor } = session;
  if (editor === null) return [];
  const { key } = editor;
  const { status, name } = editor.draft;
  const group = 'Campaign';
  const actions: PaletteAction[] = [
    {
      id: 'forecast',
      name: 'Forecast',
      group,
      keys: 'Ctrl Shift F',
      run: () => (session.sheet = 'forecast'),
    },
    { id: 'lab', name: 'Open in lab', group, run: () => void session.openLab(key) },
    { id: 'duplicate', name: 'Duplicate', group, run: () => void session.duplicate(key) },
    { id: 'delete', name: 'Delete', group, run: () => void session.remove(key, name) },
  ];
  if (editor.undoLabel !== null && !editor.locked) {
    const undo = { id: 'undo', name: `Undo: ${editor.undoLabel}`, group, keys: 'Ctrl Z' } as const;
    actions.unshift({ ...undo, run: () => void editor.undo() });
  }
  if (editor.redoLabel !== null && !editor.locked) {
    const redo = { id: 'redo', name: `Redo: ${editor.redoLabel}`, group } as const;
    actions.unshift({ ...redo, keys: 'Ctrl Shift Z', run: () => void editor.redo() });
  }
  if (status === 'draft') {
    actions.push({ id: 'start', name: 'Start', group, run: () => void session.move(key, 'start') });
  } else if (status === 'paused') {
    actions.push({
      id: 'resume',
      name: 'Resume',
      group,
      run: () => void session.move(key, 'resume'),
    });
  } else if (status === 'active') {
    actions.push({ id: 'pause', name: 'Pause', group, run: () => void session.move(key, 'pause') });
  }
  for (const [at, section] of SECTIONS.entries()) {
    actions.push({
      id: `section-${section.id}`,
      name: section.name,
      group: 'Go to',
      keys: `Alt ${(at + 1) % 10}`,
      run: () => (editor.section = section.id),
    });
  }
  return actions;
}

function workspaceActions(session: Session): PaletteAction[] {
  const group = 'Workspace';
  const { theme } = session;
  return [
    { id: 'new', name: 'New campaign', group, keys: 'N', run: () => (session.sheet = 'new') },
    {
      id: 'publish',
      name: 'Publish',
      group,
      keys: 'Ctrl Shift P',
      run: () => (session.sheet = 'publish'),
    },
    { id: 'import', name: 'Import a log', group, run: () => (session.sheet = 'import') },
    { id: 'sample', name: 'Add the sample campaigns', group, run: () => void session.loadSample() },
    {
      id: 'theme',
      name: theme.shown === 'dark' ? 'Light theme' : 'Dark theme',
      group,
      run: () => theme.choose(theme.shown === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'search',
      name: 'Search campaigns',
      group: 'Go to',
      keys: '/',
      run: () => void search(session),
    },
    ...(['campaigns', 'logs', 'activity', 'settings'] as const).map((view) => ({
      id: view,
      name: view.charAt(0).toUpperCase() + view.slice(1),
      group: 'Go to' as const,
      run: () => void session.show(view),
    })),
    {
      id: 'palette',
      name: 'Commands',
      group,
      keys: 'Ctrl K',
      run: () => (session.sheet = session.sheet === 'palette' ? null : 'palette'),
    },
  ];
}

function openActions(session: Session): PaletteAction[] {
  return (session.workspace?.campaigns ?? []).map((row) => ({
    id: `open-${row.key}`,
    name: row.name || row.key,
    group: 'Open',
    run: () => void session.open(row.key),
  }));
}

async function search(session: Session): Promise<void> {
  if (session.view !== 'campaigns') await session.show('campaigns');
  document.querySelector<HTMLElement>('[data-search]')?.focus();
}

/** The keys of an event as {@link PaletteAction.keys} writes them. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    key,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Runs the action whose keys were pressed. Single letters stay letters while one types. */
export function runShortcut(event: KeyboardEvent, actions: readonly PaletteAction[]): void {
  if (event.defaultPrevented) return;
  const keys = keysOf(event) === 'Ctrl Y' ? 'Ctrl Shift Z' : keysOf(event);
  const bare = keys.length === 1;
  const target = event.target as HTMLElement | null;
  if (bare && target?.closest('input, textarea, select, [role="dialog"], [role="menu"]')) return;
  // In a dialog's field, undo belongs to what is typed there.
  if (/ Z$/.test(keys) && target?.closest('[role="dialog"]')) return;
  const action = actions.find((each) => each.keys === keys);
  if (action === undefined) return;
  event.preventDefault();
  action.run();
}
