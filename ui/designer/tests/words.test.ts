import { describe, expect, it } from 'vitest';
import { row } from './rows';
import type { CampaignForecast, CampaignRow } from '../src/contract';
import { contrast, parseHex } from '../src/colour/contrast';
import { presetOf, PRESETS } from '../src/editor/forms/frequency';
import { countIn, placeOf } from '../src/editor/sections';
import { inventForecast } from '../src/host/mock/forecast';
import { SAMPLE_DRAFTS, SHOP_LOG } from '../src/host/mock/samples';
import { tokenIn } from '../src/host/loopback';
import { valueWords } from '../src/words/values';
import { lossWords } from '../src/words/funnel';
import { graphemes, localeOf, plural } from '../src/words/numbers';
import { syncWords } from '../src/words/sync';

describe('the biggest loss in words', () => {
  const forecast = (over: Partial<CampaignForecast>): CampaignForecast => ({
    ...inventForecast(SAMPLE_DRAFTS[1]!, SHOP_LOG).campaigns[0]!,
    ...over,
  });

  it('names the gate, the share and the main reason', () => {
    const words = lossWords(
      forecast({
        matched: 3100,
        funnel: [
          { gate: 'trigger', survivors: 3100, refused: 900 },
          { gate: 'frequency', survivors: 1896, refused: 1204 },
          { gate: 'audience', survivors: 1500, refused: 396 },
        ],
        refused: { 'frequency.session_cap': 200, 'frequency.user_cap': 1004 },
      }),
    );
    expect(words).toBe(
      'Frequency holds back the most: 1,204 of 3,100 matching events (38.8%). ' +
        'Main reason: the person has already seen it.',
    );
  });

  it('says when nothing matches and when nothing is lost', () => {
    expect(lossWords(forecast({ matched: 0 }))).toMatch(/^No event in this log/);
    expect(lossWords(forecast({ matched: 5, funnel: [] }))).toMatch(/^Every event/);
  });
});

describe('where a pointer leads', () => {
  it.each([
    ['/name', { section: 'info', group: null, step: null }],
    ['/platforms', { section: 'type', group: null, step: null }],
    ['/groups/1/message/steps/2/title/text', { section: 'message', group: 1, step: 2 }],
    ['/groups/0/message/steps/1/layout', { section: 'type', group: 0, step: 1 }],
    ['/groups/1/weight_bp', { section: 'experiment', group: 1, step: null }],
    ['/triggers/0/event', { section: 'trigger', group: null, step: null }],
    ['/timetable/3', { section: 'period', group: null, step: null }],
  ] as const)('%s', (path, place) => {
    expect(placeOf(path)).toEqual(place);
  });

  it('counts findings by section and keeps the worst', () => {
    const finding = { code: 'missing', message: '', fix: null, repair: null } as const;
    const findings = [
      { ...finding, path: '/name', severity: 'note' },
      { ...finding, path: '/tags', severity: 'block' },
      { ...finding, path: '/period', severity: 'warn' },
    ] as const;
    expect(countIn('info', findings)).toEqual({ count: 2, worst: 'block' });
    expect(countIn('run', findings)).toEqual({ count: 0, worst: null });
  });
});

it('recognises each frequency preset, and none in a frequency of its own', () => {
  for (const preset of PRESETS) expect(presetOf(preset.make())).toBe(preset.id);
  expect(presetOf({ ...PRESETS[0]!.make(), per_user: 2 })).toBeNull();
});

it.each([
  ['abc', 3],
  ['👩‍👩‍👧', 1],
  ['é', 1],
  ['한국', 2],
])('counts %s as a person does', (text, expected) => {
  expect(graphemes(text)).toBe(expected);
});

it('reads colours and their contrast', () => {
  expect(parseHex('#fff')).toEqual([1, 1, 1]);
  expect(parseHex('#11223344')?.[0]).toBeCloseTo(17 / 255);
  expect(parseHex('red')).toBeNull();
  expect(contrast(parseHex('#000')!, parseHex('#fff')!)).toBeCloseTo(21);
});

it.each([
  ['', 'nothing'],
  [true, 'on'],
  [['ios', 'android'], 'ios, android'],
  ['ab'.repeat(32), 'image abababab'],
  [{ type: 'close' }, '{"type":"close"}'],
])('writes the changed value %j as %s', (value, words) => {
  expect(valueWords(value)).toBe(words);
});

it('makes plurals', () => {
  expect([plural(1, 'event'), plural(0, 'event'), plural(1200, 'event')]).toEqual([
    '1 event',
    '0 events',
    '1,200 events',
  ]);
});

it('finds the token in the query or the fragment', () => {
  expect(tokenIn({ search: '?token=abc', hash: '' })).toBe('abc');
  expect(tokenIn({ search: '', hash: '#token=abc' })).toBe('abc');
  expect(tokenIn({ search: '?token=', hash: '' })).toBeNull();
});

describe('the sync pill', () => {
  const view = (sync: CampaignRow['sync'][], state: 'none' | 'online' | 'offline'): string =>
    syncWords({
      path: '',
      name: '',
      read_only: false,
      first_start: false,
      campaigns: sync.map((each, at) => row(String(at), { sync: each })),
      logs: [],
      server: { url: null, state, message: '' },
      jobs: [],
    }).text;

  it.each([
    [['in_sync'], 'online', 'All published'],
    [['in_sync', 'local_only', 'changed_here'], 'online', '2 to publish'],
    [['changed_here'], 'offline', 'Offline, 1 to publish'],
    [['conflict', 'changed_here'], 'online', '1 in conflict'],
    [['local_only'], 'none', 'No server yet'],
  ] as const)('%j %s: %s', (sync, state, words) => {
    expect(view([...sync], state)).toBe(words);
  });
});

it('a system without a language counts with separators', () => {
  expect(localeOf('en-US-u-va-posix')).toBe('en');
  expect(localeOf('de-DE')).toBeUndefined();
});
