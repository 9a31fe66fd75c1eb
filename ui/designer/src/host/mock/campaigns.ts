import { blankButton, blankGroup } from '../../blank';
import type { Act, Draft, Failure, Move, Status, Template } from '../../contract';
import { asFailure } from '../host';
import { changesBetween } from './changes';
import type { Handlers } from './handlers';
import { copy, failed } from './failed';
import { countFindings } from './findings';
import type { MockJobs } from './jobs';
import type { Memory, Stored } from './memory';
import { fillWithSample, SAMPLE_DRAFTS } from './samples';

/** The status moves: from where to where. */
const MOVES: Record<Move, { from: readonly Status[]; to: Status; done: string }> = {
  start: { from: ['draft'], to: 'active', done: 'started' },
  pause: { from: ['active'], to: 'paused', done: 'paused' },
  resume: { from: ['paused'], to: 'active', done: 'resumed' },
  end: { from: ['active', 'paused'], to: 'ended', done: 'ended' },
};

export function listCommands(
  memory: Memory,
  jobs: MockJobs,
): Handlers<
  | 'workspace'
  | 'seen_version'
  | 'load_sample'
  | 'create_campaign'
  | 'duplicate_campaign'
  | 'act_on_campaigns'
  | 'deleted_campaigns'
> {
  return {
    workspace: () => memory.workspace(jobs.running()),
    seen_version: () => ({ data_version: memory.data_version }),
    load_sample: () => {
      memory.mayEdit();
      fillWithSample(memory);
      return memory.workspace(jobs.running());
    },
    create_campaign: ({ name, template }) => {
      memory.mayEdit();
      return memory.view(memory.keep(newDraft(name, template, memory.next()), 'created'));
    },
    duplicate_campaign: ({ key }) => memory.view(duplicate(memory, memory.find(key))),
    act_on_campaigns: ({ keys, act }) => {
      const done: string[] = [];
      const refused: { key: string; name: string; failure: Failure }[] = [];
      for (const key of keys) {
        try {
          done.push(actOn(memory, memory.find(key), act));
        } catch (thrown) {
          const name = memory.stored.get(key)?.draft.name ?? key;
          refused.push({ key, name, failure: asFailure(thrown) });
        }
      }
      return { done, refused };
    },
    deleted_campaigns: () =>
      [...memory.stored.values()]
        .flatMap(({ draft, deleted_ms }) =>
          deleted_ms === null ? [] : [{ key: draft.key, name: draft.name, deleted_ms }],
        )
        .sort((left, right) => right.deleted_ms - left.deleted_ms),
  };
}

export function draftCommands(
  memory: Memory,
): Handlers<'open_draft' | 'save_draft' | 'undo' | 'redo' | 'set_status'> {
  return {
    open_draft: ({ key }) => memory.view(memory.find(key)),
    save_draft: ({ key, version, draft }) => {
      memory.mayEdit();
      const stored = memory.current(key, version);
      const label = changesBetween(stored.draft, draft)[0]?.label;
      return label === undefined ? memory.view(stored) : memory.edit(stored, copy(draft), label);
    },
    undo: ({ key, version }) => {
      const stored = memory.current(key, version);
      const entry = stored.past.pop();
      if (entry === undefined) throw failed('nothing_to_undo', 'there is nothing to undo', '');
      stored.future.push({ label: entry.label, draft: stored.draft });
      return memory.put(stored, entry.draft);
    },
    redo: ({ key, version }) => {
      const stored = memory.current(key, version);
      const entry = stored.future.pop();
      if (entry === undefined) throw failed('nothing_to_redo', 'there is nothing to redo', '');
      stored.past.push({ label: entry.label, draft: stored.draft });
      return memory.put(stored, entry.draft);
    },
    set_status: ({ key, move }) => {
      const stored = memory.find(key);
      setStatus(memory, stored, move);
      return memory.view(stored);
    },
  };
}

/** Does one thing to one campaign; answers the key that is now in the list. */
function actOn(memory: Memory, stored: Stored, act: Act): string {
  memory.mayEdit();
  if (act === 'duplicate') return duplicate(memory, stored).draft.key;
  if (act === 'delete') {
    if (stored.draft.status === 'active') {
      throw failed(
        'active',
        `could not delete “${stored.draft.name}”: people see it now`,
        'Pause or end it first.',
      );
    }
    stored.deleted_ms = Date.now();
  } else if (act === 'restore') stored.deleted_ms = null;
  else setStatus(memory, stored, act);
  memory.data_version += 1;
  return stored.draft.key;
}

function setStatus(memory: Memory, stored: Stored, move: Move): void {
  const { status, name } = stored.draft;
  const { from, to, done } = MOVES[move];
  if (!from.includes(status)) {
    const hint =
      status === 'ended' ? 'Duplicate it to run it again.' : 'Choose another move for it.';
    throw failed('move', `“${name}” is ${status} and cannot be ${done}`, hint);
  }
  const blocking = countFindings(memory.findings(stored.draft)).block;
  if (to === 'active' && blocking > 0) {
    throw failed(
      'findings',
      `could not ${move} “${name}”: it has ${blocking} finding${blocking === 1 ? '' : 's'} that block`,
      'Open it and settle them first.',
    );
  }
  if (move === 'start') memory.remember(stored, 'started');
  memory.put(stored, { ...stored.draft, status: to });
}

function duplicate(memory: Memory, { draft }: Stored): Stored {
  const key = `campaign_${memory.next()}`;
  memory.data_version += 1;
  return memory.keep(
    { ...copy(draft), key, name: `${draft.name} (copy)`, status: 'draft' },
    'created',
  );
}

function newDraft(name: string, template: Template, serial: number): Draft {
  const group = blankGroup('A');
  const step = group.message.steps[0]!;
  if (template === 'banner') Object.assign(step, { layout: 'banner', content: 'text' });
  else step.buttons = [blankButton('button_1')];
  return {
    ...copy(SAMPLE_DRAFTS[1]!),
    key: `campaign_${serial}`,
    name,
    description: '',
    tags: [],
    status: 'draft',
    groups: [group],
    test_devices: [],
  };
}
