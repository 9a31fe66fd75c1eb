import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandName } from '../src/contract';
import { mockHost, type MockHost } from '../src/host/mock';
import { EditorState } from '../src/state/editor.svelte';
import {
  addGroup,
  cloneGroup,
  evenWeights,
  movedBorder,
  moveGroup,
  removeGroup,
  startTest,
  stopTest,
  weightSum,
} from '../src/editor/forms/groups';
import { addStep, copyStep, flowButton, moveStep } from '../src/editor/forms/steps';
import { SAMPLE_DRAFTS } from '../src/host/mock/samples';

let host: MockHost;
let calls: CommandName[];

async function open(key = 'spring-table'): Promise<EditorState> {
  const editor = new EditorState(host, await host.call('open_draft', { key }));
  calls = [];
  return editor;
}

function type(editor: EditorState, text: string): void {
  editor.editStep((step) => void (step.title.text = text));
}

beforeEach(() => {
  vi.useFakeTimers();
  const inner = mockHost();
  calls = [];
  host = {
    ...inner,
    call: (name, args) => {
      calls.push(name);
      return inner.call(name, args);
    },
  };
});
afterEach(() => void vi.useRealTimers());

describe('saving', () => {
  it('waits for a pause in typing, then saves once', async () => {
    const editor = await open();
    type(editor, 'S');
    type(editor, 'Sp');
    type(editor, 'Spring');
    expect(editor.saveState).toBe('unsaved');
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toEqual(['save_draft']);
    expect(editor.saveState).toBe('saved');
    expect(
      (await host.call('open_draft', { key: editor.key })).draft.groups[0]?.message.steps[0]?.title
        .text,
    ).toBe('Spring');
  });

  it('waits no longer than a second however fast one types', async () => {
    const editor = await open();
    for (let key = 0; key < 20; key += 1) {
      type(editor, 'x'.repeat(key + 1));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(calls.length).toBeGreaterThanOrEqual(2);
    expect(editor.step?.title.text).toHaveLength(20);
  });

  it('keeps what is typed while a save is on its way', async () => {
    const editor = await open();
    type(editor, 'one');
    const flushed = editor.flush();
    type(editor, 'two');
    await flushed;
    await vi.advanceTimersByTimeAsync(300);
    expect(editor.step?.title.text).toBe('two');
    expect(
      (await host.call('open_draft', { key: editor.key })).draft.groups[0]?.message.steps[0]?.title
        .text,
    ).toBe('two');
  });

  it('brings findings back with the save', async () => {
    const editor = await open();
    type(editor, 'x'.repeat(31));
    await editor.flush();
    expect(editor.findings.map((finding) => finding.path)).toContain(
      '/groups/0/message/steps/0/title/text',
    );
  });

  it('does not edit a locked campaign', async () => {
    const editor = await open('free-delivery');
    type(editor, 'no');
    await vi.advanceTimersByTimeAsync(300);
    expect(editor.locked).toBe(true);
    expect(calls).toEqual([]);
  });
});

describe('undo and redo', () => {
  it('saves first, then goes back and forth', async () => {
    const editor = await open();
    const before = editor.step?.title.text;
    type(editor, 'Changed');
    await editor.flush();
    expect(editor.undoLabel).toBe('Title of step 1');
    await editor.undo();
    expect(editor.step?.title.text).toBe(before);
    expect(editor.redoLabel).toBe('Title of step 1');
    await editor.redo();
    expect(editor.step?.title.text).toBe('Changed');
  });

  it('undoes an edit that was not yet saved', async () => {
    const editor = await open();
    const before = editor.step?.title.text;
    type(editor, 'Just typed');
    await editor.undo();
    expect(editor.step?.title.text).toBe(before);
    expect(calls).toEqual(['save_draft', 'undo']);
  });

  it('does nothing where there is nothing to undo', async () => {
    const editor = await open();
    await editor.undo();
    expect(calls).toEqual([]);
  });
});

describe('a change in another window', () => {
  async function clash(): Promise<EditorState> {
    const editor = await open();
    host.changeElsewhere('spring-table', (draft) => void (draft.name = 'Theirs'));
    type(editor, 'Mine');
    await editor.flush();
    return editor;
  }

  it('stops saving and keeps what was typed', async () => {
    const editor = await clash();
    expect(editor.saveState).toBe('elsewhere');
    expect(editor.step?.title.text).toBe('Mine');
    type(editor, 'Mine too');
    await vi.advanceTimersByTimeAsync(300);
    expect(editor.saveState).toBe('elsewhere');
  });

  it('can take theirs', async () => {
    const editor = await clash();
    await editor.takeStored();
    expect([editor.draft.name, editor.saveState]).toEqual(['Theirs', 'saved']);
    expect(editor.step?.title.text).not.toBe('Mine');
  });

  it('can keep mine', async () => {
    const editor = await clash();
    await editor.keepMine();
    expect(editor.saveState).toBe('saved');
    const stored = await host.call('open_draft', { key: 'spring-table' });
    expect(stored.draft.groups[0]?.message.steps[0]?.title.text).toBe('Mine');
  });
});

describe('going to a field', () => {
  it('chooses section, group and step, and stays within them', async () => {
    const editor = await open('free-delivery');
    editor.goTo('/groups/1/message/steps/1/title/text');
    expect([editor.section, editor.groupIndex, editor.stepIndex]).toEqual(['message', 1, 1]);
    editor.goTo('/groups/9/message/steps/9/title/text');
    expect(editor.step).toBeDefined();
  });
});

describe('steps', () => {
  const steps = () => structuredClone(SAMPLE_DRAFTS[1]!.groups[0]!.message.steps);

  it('the flow adds Next, and Done to the last, unless a button does that', () => {
    const own = steps();
    expect(flowButton(own, 0)).toBeNull();
    copyStep(own, 0);
    expect([flowButton(own, 0), flowButton(own, 1)]).toEqual(['next', 'done']);
    own[0]!.buttons[0]!.action = { type: 'next' };
    expect(flowButton(own, 0)).toBeNull();
  });

  it('have names of their own, and can be moved', () => {
    const own = steps();
    addStep(own);
    copyStep(own, 0);
    expect(new Set(own.map(({ name }) => name)).size).toBe(3);
    expect(own[2]).toMatchObject({ layout: own[0]!.layout, background: own[0]!.background });
    const last = own[2]!.name;
    moveStep(own, 2, 0);
    expect(own[0]!.name).toBe(last);
  });
});

describe('groups', () => {
  const draft = () => structuredClone(SAMPLE_DRAFTS[1]!);

  it('a test starts with a copy at half the weight', () => {
    const own = draft();
    startTest(own, 7);
    expect(own.groups.map((group) => [group.key, group.weight_bp])).toEqual([
      ['A', 5000],
      ['B', 5000],
    ]);
    expect(own.groups[1]?.message).toEqual(own.groups[0]?.message);
    expect(own.experiment?.seed).toBe(7);
  });

  it('weights always sum to the whole', () => {
    const own = draft();
    startTest(own, 7);
    for (let groups = 3; groups <= 10; groups += 1) {
      addGroup(own);
      expect(weightSum(own.groups)).toBe(10_000);
    }
    removeGroup(own, 4);
    evenWeights(own);
    expect(weightSum(own.groups)).toBe(10_000);
    expect(new Set(own.groups.map((group) => group.key)).size).toBe(9);
  });

  it('a clone stands behind its original and has all of it but the key', () => {
    const own = draft();
    startTest(own, 7);
    own.groups[0]!.delay_seconds = 30;
    cloneGroup(own, 0);
    expect(own.groups.map((group) => [group.key, group.delay_seconds])).toEqual([
      ['A', 30],
      ['C', 30],
      ['B', null],
    ]);
    moveGroup(own, 0, 1);
    expect(own.groups.map((group) => group.key)).toEqual(['C', 'A', 'B']);
  });

  it.each([
    [[5000, 5000], 0, 1000, [6000, 4000]],
    [[5000, 5000], 0, 9000, [10_000, 0]],
    [[3000, 3000, 4000], 1, -9000, [3000, 0, 7000]],
  ])('the border of %j after %i moves by %i', (weights, at, by, expected) => {
    expect(movedBorder(weights, at, by)).toEqual(expected);
  });

  it('ending it keeps the first group that shows something', () => {
    const own = draft();
    startTest(own, 7);
    own.groups[0]!.control = true;
    stopTest(own);
    expect(own.groups.map((group) => [group.key, group.weight_bp])).toEqual([['B', 10_000]]);
    expect(own.experiment).toBeNull();
  });
});
