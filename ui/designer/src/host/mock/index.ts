/**
 * A host without a backend, for tests and for looking at the windows while they are made. It is
 * never part of a build: `host/index.ts` imports it in the development server only.
 */

import type { CommandName, Commands, Draft } from '../../contract';
import type { Host } from '../host';
import { draftCommands, listCommands } from './campaigns';
import { fillWithCrowd } from './crowd';
import { copy } from './failed';
import type { Handlers } from './handlers';
import { imageCommands } from './images';
import { MockJobs } from './jobs';
import { logCommands } from './logs';
import { Memory } from './memory';
import { publishCommands } from './publishing';
import { fillWithSample, SAMPLE_ASSETS } from './samples';
import { transferCommands } from './transfer';
import { versionCommands } from './versions';

export interface MockOptions {
  /**
   * `sample` starts with the sample campaigns, `many` with 10,000, `read_only` with a sample that
   * cannot be changed, anything else with an empty workspace.
   */
  start?: string;
  /** How long a job takes. */
  job_ms?: number;
}

/** A host whose campaigns can be changed as another window would. */
export type MockHost = Host & {
  changeElsewhere(key: string, change: (draft: Draft) => void): void;
};

export function mockHost({ start = 'sample', job_ms = 1600 }: MockOptions = {}): MockHost {
  const memory = new Memory({ may: start === 'read_only' ? 'read' : 'edit' });
  Object.assign(memory.assets, SAMPLE_ASSETS);
  if (start !== 'empty') fillWithSample(memory);
  if (start === 'many') fillWithCrowd(memory);
  const jobs = new MockJobs({ lasts_ms: job_ms });
  const commands: Handlers<CommandName> = {
    ...listCommands(memory, jobs),
    ...draftCommands(memory),
    ...versionCommands(memory),
    ...imageCommands(memory),
    ...logCommands(memory, jobs),
    ...publishCommands(memory, jobs),
    ...transferCommands(memory),
  };
  return {
    async call<N extends CommandName>(name: N, args: Commands[N][0]) {
      return copy(await commands[name](copy(args)));
    },
    assetUrl: (sha256) => memory.assets[sha256]?.url ?? '',
    frameUrl: () => '/preview/frame.html',
    frameSandbox: 'allow-scripts',
    changeElsewhere(key, change) {
      const stored = memory.find(key);
      change(stored.draft);
      stored.version += 1;
      memory.data_version += 1;
    },
  };
}
