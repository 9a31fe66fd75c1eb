import type { PaletteAction } from './actions';

/** The keys of an event as {@link PaletteAction.keys} writes them. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // Which keyboards need Shift for `?` or `/` differs; the sign itself is what counts.
  const sign = key.length === 1 && key === key.toLowerCase() && !/\d/.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && !sign ? 'Shift' : '',
    key,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Runs the action whose keys were pressed. Keys without Ctrl or Alt stay a field's own. */
export function runShortcut(event: KeyboardEvent, actions: readonly PaletteAction[]): void {
  if (event.defaultPrevented) return;
  const keys = keysOf(event) === 'Ctrl Y' ? 'Ctrl Shift Z' : keysOf(event);
  const bare = !keys.includes(' ') || keys === ' ';
  const target = event.target as HTMLElement | null;
  if (bare && target?.closest('input, textarea, select, [role="dialog"], [role="menu"]')) return;
  // In a dialog's field, undo belongs to what is typed there.
  if (/ Z$/.test(keys) && target?.closest('[role="dialog"]')) return;
  const action = actions.find((each) => each.keys === keys);
  if (action === undefined) return;
  event.preventDefault();
  action.run();
}
