import { allows, type BulkAct } from './acts';
import { Copy, FileOutput, FolderOpen, Pause, Play, Square, Trash2 } from '../icons';
import type { CampaignRow } from '../contract';
import { KEYS } from '../palette/keys';
import type { MenuItem } from '../parts/Menu.svelte';
import type { Session } from '../state/session.svelte';

export interface BulkAction extends MenuItem {
  act: BulkAct | 'export';
  keys?: string;
}

/** What can be done to campaigns of the list, in the order of its bar. */
export function bulkActions(session: Session, rows: readonly CampaignRow[]): BulkAction[] {
  const keys = rows.map((row) => row.key);
  const run = (act: BulkAct) => () => void session.act(keys, act);
  const disabled = (act: BulkAct): boolean => session.readOnly || !allows(act, rows);
  const actions: BulkAction[] = [
    { act: 'start', name: 'Start', icon: Play, run: run('start') },
    { act: 'pause', name: 'Pause', icon: Pause, run: run('pause') },
    { act: 'resume', name: 'Resume', icon: Play, run: run('resume') },
    { act: 'end', name: 'End…', icon: Square, run: () => session.ask('end', keys) },
    { act: 'duplicate', name: 'Duplicate', icon: Copy, keys: KEYS.duplicate, run: run('duplicate') },
    {
      act: 'export',
      name: 'Export…',
      icon: FileOutput,
      keys: KEYS.export,
      run: () => session.ask('export_campaigns', keys),
    },
    {
      act: 'delete',
      name: 'Delete',
      icon: Trash2,
      danger: true,
      keys: KEYS.delete,
      run: run('delete'),
    },
  ];
  return actions.map((action) =>
    action.act === 'export' ? action : { ...action, disabled: disabled(action.act) },
  );
}

/** The menu of one row: what can be done to it now, and opening it. */
export function rowActions(session: Session, row: CampaignRow): MenuItem[] {
  return [
    { name: 'Open', icon: FolderOpen, run: () => void session.open(row.key) },
    ...bulkActions(session, [row]).filter((action) => action.disabled !== true),
  ];
}
