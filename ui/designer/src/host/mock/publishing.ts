import type { PublishReport } from '../../contract';
import { changesBetween } from './changes';
import { copy, failed } from './failed';
import { countFindings } from './findings';
import type { Handlers } from './handlers';
import type { MockJobs } from './jobs';
import type { Memory } from './memory';

export function publishCommands(
  memory: Memory,
  jobs: MockJobs,
): Handlers<'publish_plan' | 'start_publish' | 'set_server' | 'check_server' | 'open_lab'> {
  return {
    publish_plan: () => ({
      server: memory.server,
      items: memory
        .all()
        .filter((stored) => memory.sync(stored) !== 'in_sync')
        .map((stored) => ({
          key: stored.draft.key,
          name: stored.draft.name,
          state: memory.sync(stored),
          changes: stored.published === null ? [] : changesBetween(stored.published, stored.draft),
          new: stored.published === null,
          findings: countFindings(memory.findings(stored.draft)),
          moves: [],
          conflicts: [],
          revision: null,
        })),
    }),
    start_publish: ({ keys }) =>
      jobs.run('Publish', 'campaigns', keys.length, () => publish(memory, keys)),
    set_server: ({ url }) => {
      if (!/^https?:\/\//.test(url)) {
        throw failed(
          'server_url',
          `could not use “${url}” as a server`,
          'Write an address that starts with https:// or http://127.0.0.1.',
        );
      }
      memory.server = { url, state: 'online', message: 'Rehearsal server 0.1.0' };
      return memory.server;
    },
    check_server: () => memory.server,
    open_lab: () => ({}),
  };
}

function publish(memory: Memory, keys: readonly string[]): PublishReport {
  return {
    images: 0,
    items: keys.map((key) => {
      const stored = memory.find(key);
      stored.published = copy(stored.draft);
      memory.remember(stored, 'published');
      const { name } = stored.draft;
      const none = { message: '', hint: null, conflicts: [] };
      return { key, name, outcome: 'published' as const, revision: stored.version, ...none };
    }),
  };
}
