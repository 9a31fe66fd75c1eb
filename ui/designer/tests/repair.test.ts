import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Draft, Finding } from '../src/contract';
import { mockHost } from '../src/host/mock';
import { SAMPLE_DRAFTS } from '../src/host/mock/samples';
import { EditorState } from '../src/state/editor.svelte';
import { applySettings, valueAt, type FieldSetting } from '../src/state/repair';

const draft = (): Draft => structuredClone(SAMPLE_DRAFTS[1]!);
const TITLE = '/groups/0/message/steps/0/title/text';

describe('applying settings', () => {
  it.each<[name: string, fields: FieldSetting[], path: string, value: unknown]>([
    ['a field', [{ path: '/name', value: 'New' }], '/name', 'New'],
    ['a deep field', [{ path: TITLE, value: 'Hi' }], TITLE, 'Hi'],
    ['a whole list', [{ path: '/platforms', value: ['ios'] }], '/platforms', ['ios']],
    ['an optional', [{ path: '/url_regex', value: '^/a' }], '/url_regex', '^/a'],
    ['null clears an optional', [{ path: '/url_regex', value: null }], '/url_regex', null],
    ['null takes an element out', [{ path: '/tags/0', value: null }], '/tags', ['spring']],
    ['a new element goes behind', [{ path: '/tags/-', value: 'x' }], '/tags/2', 'x'],
    [
      'settings follow each other',
      [
        { path: '/tags/0', value: null },
        { path: '/tags/0', value: 'only' },
      ],
      '/tags',
      ['only'],
    ],
  ])('%s', (_, fields, path, value) => {
    const own = { ...draft(), tags: ['shop', 'spring'] };
    applySettings(own, fields);
    expect(valueAt(own, path)).toEqual(value);
  });

  it.each(['/nowhere/at/all', '/groups/9/name', '/tags/9', '/tags/x', '', '/name/of/text'])(
    'leaves the draft alone where %s is not there',
    (path) => {
      const own = draft();
      applySettings(own, [{ path, value: 'x' }]);
      expect(own).toEqual(draft());
    },
  );

  it('does not share the value with the finding', () => {
    const value = ['ios'];
    const own = draft();
    applySettings(own, [{ path: '/platforms', value }]);
    own.platforms.push('android');
    expect(value).toEqual(['ios']);
  });

  it('reads escaped keys', () => {
    expect(valueAt({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1);
  });
});

describe('a repair in the editor', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function open(): Promise<EditorState> {
    const host = mockHost();
    const editor = new EditorState(host, await host.call('open_draft', { key: 'spring-table' }));
    editor.edit((own) => {
      own.experiment = { ...own.experiment, seed: 1 } as Draft['experiment'];
      own.groups[0]!.weight_bp = 4_000;
    });
    await editor.flush();
    return editor;
  }

  const weights = (editor: EditorState): Finding =>
    editor.findings.find(({ code }) => code === 'weight_sum')!;

  it('sets its fields as one step of the history', async () => {
    const editor = await open();
    editor.edit((own) => void (own.name = 'Typed in between'));
    await editor.flush();
    await editor.repair(weights(editor));
    expect(editor.draft.groups[0]?.weight_bp).toBe(10_000);
    expect(editor.findings.some(({ code }) => code === 'weight_sum')).toBe(false);
    await editor.undo();
    expect(editor.draft.groups[0]?.weight_bp).toBe(4_000);
  });

  it('does nothing where the finding is settled already', async () => {
    const editor = await open();
    const finding = weights(editor);
    editor.edit((own) => void (own.groups[0]!.weight_bp = 10_000));
    editor.edit((own) => void (own.name = 'Other'));
    await editor.repair(finding);
    expect([editor.draft.name, editor.draft.groups[0]?.weight_bp]).toEqual(['Other', 10_000]);
  });

  it('opens the tool of a picture', async () => {
    const editor = await open();
    const path = '/groups/0/message/steps/0/images/portrait/0';
    await editor.repair({
      ...weights(editor),
      path: `${path}/asset`,
      repair: { type: 'crop', wide: 2, high: 3 },
    });
    expect(editor.imageTool).toEqual({ type: 'crop', path, wide: 2, high: 3 });
    expect(editor.section).toBe('message');
  });
});

describe('a change in another window', () => {
  it('is taken in while nothing here is unsaved, and keeps the place', async () => {
    const host = mockHost();
    const editor = new EditorState(host, await host.call('open_draft', { key: 'spring-table' }));
    editor.section = 'trigger';
    await editor.sawChange();
    expect(editor.reloads).toBe(0);
    host.changeElsewhere('spring-table', (own) => void (own.name = 'Theirs'));
    await editor.sawChange();
    expect([editor.draft.name, editor.section, editor.reloads]).toEqual(['Theirs', 'trigger', 1]);
  });

  it('waits for the next save where something is', async () => {
    const host = mockHost();
    const editor = new EditorState(host, await host.call('open_draft', { key: 'spring-table' }));
    editor.edit((own) => void (own.name = 'Mine'));
    host.changeElsewhere('spring-table', (own) => void (own.name = 'Theirs'));
    await editor.sawChange();
    expect(editor.draft.name).toBe('Mine');
    await editor.flush();
    expect(editor.saveState).toBe('elsewhere');
  });
});
