import type { VersionRow } from '../../contract';
import { changesBetween } from './changes';
import { copy, failed } from './failed';
import type { Handlers } from './handlers';
import type { Memory, Stored, StoredVersion } from './memory';

export function versionCommands(
  memory: Memory,
): Handlers<
  'versions' | 'name_version' | 'rename_version' | 'show_version' | 'restore_version'
> {
  return {
    versions: ({ key }) => rows(memory.find(key)),
    name_version: ({ key, version, name }) => {
      memory.mayEdit();
      const stored = memory.current(key, version);
      memory.remember(stored, 'named', nameOf(name));
      return rows(stored);
    },
    rename_version: ({ key, id, name }) => {
      memory.mayEdit();
      const stored = memory.find(key);
      find(stored, id).name = nameOf(name);
      return rows(stored);
    },
    show_version: ({ key, id }) => {
      const stored = memory.find(key);
      const version = find(stored, id);
      const changes = changesBetween(version.draft, stored.draft);
      return { row: rowOf(stored, version), draft: version.draft, changes };
    },
    restore_version: ({ key, version, id }) => {
      const stored = memory.current(key, version);
      if (stored.draft.status === 'active') {
        throw failed('locked', 'an active campaign cannot be edited', 'Pause it first.');
      }
      const { draft } = find(stored, id);
      const { status } = stored.draft;
      memory.remember(stored, 'restored');
      return memory.edit(stored, { ...copy(draft), status }, 'Restore a version');
    },
  };
}

function nameOf(text: string): string {
  const name = text.trim();
  if (name !== '') return name;
  throw failed('name', 'a version cannot be kept without a name', 'Write a name for it.');
}

function rows(stored: Stored): VersionRow[] {
  return stored.versions.map((version) => rowOf(stored, version)).reverse();
}

function rowOf(stored: Stored, { id, name, cause, at_ms, draft }: StoredVersion): VersionRow {
  return { id, name, cause, at_ms, changes: changesBetween(draft, stored.draft).length };
}

function find(stored: Stored, id: number): StoredVersion {
  const version = stored.versions.find((each) => each.id === id);
  if (version !== undefined) return version;
  throw failed('no_version', `could not find version ${id}`, 'Open the versions again.');
}
