import type { WorkspaceView } from '../contract';

export interface SyncWords {
  text: string;
  detail: string;
  tone: 'plain' | 'success' | 'info' | 'danger';
}

/** The sentence of the sync pill: what is published, what waits, and whether it can go. */
export function syncWords({ campaigns, server }: WorkspaceView): SyncWords {
  const clashing = campaigns.filter((row) => row.sync === 'conflict').length;
  const waiting = campaigns.filter((row) => row.sync !== 'in_sync').length;
  if (server.state === 'none') {
    return { text: 'No server yet', detail: 'Choose a server to publish to', tone: 'plain' };
  }
  if (server.state === 'refused') {
    return { text: 'Token refused', detail: server.message, tone: 'danger' };
  }
  if (server.state === 'offline') {
    const text = waiting === 0 ? 'Offline' : `Offline, ${waiting} to publish`;
    return { text, detail: server.message, tone: 'danger' };
  }
  if (clashing > 0) {
    return {
      text: `${clashing} in conflict`,
      detail: 'Settle them before publishing',
      tone: 'danger',
    };
  }
  if (waiting > 0) return { text: `${waiting} to publish`, detail: server.url ?? '', tone: 'info' };
  return { text: 'All published', detail: server.url ?? '', tone: 'success' };
}
