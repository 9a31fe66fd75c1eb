import { invoke } from '@tauri-apps/api/core';
import { open, save } from '@tauri-apps/plugin-dialog';
import type { CommandName, Commands } from '../contract';
import { asFailure, CommandFailed, type Host } from './host';

const ANY = { name: 'All files', extensions: ['*'] };
const LOG_EXTENSIONS = ['csv', 'gz', 'log', 'json', 'jsonl', 'ndjson', 'parquet'];

/** The desktop shell: one IPC command, and the preview on a scheme of its own. */
export const tauriHost: Host = {
  async call<N extends CommandName>(name: N, args: Commands[N][0]) {
    try {
      return await invoke<Commands[N][1]>('call', { name, args });
    } catch (thrown) {
      throw new CommandFailed(asFailure(thrown));
    }
  },
  assetUrl: (sha256) => `preview://localhost/asset/${sha256}`,
  frameUrl: () => 'preview://localhost/frame.html',
  frameSandbox: undefined,
  async pickLog() {
    return open({
      multiple: false,
      title: 'Import a log',
      filters: [{ name: 'Event logs', extensions: LOG_EXTENSIONS }, ANY],
    });
  },
  async pickCampaigns() {
    return open({
      multiple: false,
      title: 'Import campaigns',
      filters: [{ name: 'Campaigns', extensions: ['campaign', 'json', 'zip'] }, ANY],
    });
  },
  async pickFolder(title) {
    return open({ multiple: false, directory: true, title });
  },
  async pickSavePath(name) {
    return save({
      title: 'Export a campaign',
      defaultPath: name,
      filters: [{ name: 'Rehearsal campaign', extensions: ['campaign'] }],
    });
  },
};
