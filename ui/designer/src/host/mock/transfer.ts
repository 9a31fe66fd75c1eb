import type { Draft, ImportFrom, ImportReport, ImportedCampaign } from '../../contract';
import { failed, copy } from './failed';
import type { Handlers } from './handlers';
import type { Memory } from './memory';

/** Exports are kept in memory under their path, and an import finds them there again. */
export function transferCommands(
  memory: Memory,
): Handlers<'export_campaigns' | 'import_campaigns'> {
  const disk = new Map<string, Draft[]>();
  return {
    export_campaigns: ({ keys, path }) => {
      if (!path.startsWith('/')) {
        throw failed('path', `could not write ${path}: it is not a full path`, 'Begin it with /.');
      }
      const drafts = keys.map((key) => copy(memory.find(key).draft));
      const before = disk.get(path) ?? [];
      disk.set(path, drafts);
      const left = before.filter((old) => !keys.includes(old.key));
      return {
        path,
        campaigns: drafts.length,
        images: new Set(drafts.flatMap(assetsOf)).size,
        missing: [],
        left: left.map((old) => `campaigns/${old.key}.json`),
      };
    },
    import_campaigns: ({ from }) => {
      memory.mayEdit();
      const { source, drafts, skipped } = read(from, disk);
      const added = drafts.map((draft) => add(memory, draft));
      memory.data_version += 1;
      return { source, added, skipped };
    },
  };
}

function assetsOf(draft: Draft): string[] {
  return draft.groups.flatMap((group) =>
    group.message.steps.flatMap((step) =>
      [...step.images.portrait, ...step.images.landscape].map((image) => image.asset),
    ),
  );
}

interface Read {
  source: string;
  drafts: (Draft & { notes?: ImportedCampaign['notes'] })[];
  skipped: ImportReport['skipped'];
}

function read(from: ImportFrom, disk: ReadonlyMap<string, Draft[]>): Read {
  if ('path' in from) {
    const drafts = disk.get(from.path);
    if (drafts === undefined) {
      throw failed('no_file', `could not read ${from.path}: nothing is there`, 'Choose another.');
    }
    const source = from.path.endsWith('.campaign') ? 'Rehearsal campaign' : 'Folder of campaigns';
    return { source, drafts: copy(drafts), skipped: [] };
  }
  let whole: unknown;
  try {
    whole = JSON.parse(new TextDecoder().decode(bytesOf(from.base64)));
  } catch {
    throw failed('format', `could not read ${from.name}: it is not JSON`, 'Choose another file.');
  }
  const drafts = Array.isArray(whole) ? whole : [whole];
  const known = drafts.filter(isDraft);
  if (known.length === 0) {
    throw failed(
      'format',
      `could not import ${from.name}: it is no campaign that Rehearsal knows`,
      'Choose a .campaign file, a folder of campaigns, or an export of Hackle, TrackCrumb or Customer.io.',
    );
  }
  const skipped = drafts.flatMap((each, at) =>
    isDraft(each) ? [] : [{ what: `entry ${at + 1}`, why: 'it is not a campaign' }],
  );
  return { source: 'Rehearsal campaign', drafts: known, skipped };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'groups' in value && 'key' in value;
}

function add(memory: Memory, { notes = [], ...draft }: Read['drafts'][number]): ImportedCampaign {
  const there = memory.stored.get(draft.key);
  const { name } = draft;
  if (there !== undefined && JSON.stringify(there.draft) === JSON.stringify(draft)) {
    return { key: draft.key, name, outcome: 'unchanged', notes };
  }
  const key = there === undefined ? draft.key : `campaign_${memory.next()}`;
  memory.keep({ ...draft, key }, 'imported');
  return { key, name, outcome: there === undefined ? 'added' : 'copied', notes };
}
