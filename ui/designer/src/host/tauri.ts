import { invoke } from '@tauri-apps/api/core';
import { open } from '@tauri-apps/plugin-dialog';
import type { CommandName, Commands } from '../contract';
import { asFailure, CommandFailed, type Host } from './host';

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
      filters: [
        { name: 'Event logs', extensions: LOG_EXTENSIONS },
        { name: 'All files', extensions: ['*'] },
      ],
    });
  },
};
