import { describe, expect, it } from 'vitest';
import { blankFilter } from '../src/blank';
import type { Condition, LogWords } from '../src/contract';
import {
  chooseDevice,
  chooseKind,
  chooseOperator,
  chooseType,
  isMembership,
  KEY_KINDS,
  operatorChoices,
  plainOperatorChoices,
  readValue,
  type KeyKind,
} from '../src/editor/forms/conditions';
import { helpOf } from '../src/editor/help';
import {
  conditionNote,
  eventNote,
  eventPicks,
  propertyPicks,
  valuePicks,
  propertyOf,
} from '../src/editor/picks';
import { SAMPLE_DRAFTS } from '../src/host/mock/samples';

const condition = (over: Partial<Condition> = {}): Condition => ({ ...blankFilter(), ...over });

describe('choosing what a condition looks at', () => {
  it.each<[KeyKind, Partial<Condition>]>([
    ['segment', { operator: 'in', values: [true], value_type: 'boolean' }],
    ['cohort', { operator: 'in', values: [true], value_type: 'boolean' }],
    ['event_count', { operator: 'gte', values: [1], value_type: 'number' }],
    ['score', { operator: 'gte', values: [], value_type: 'number' }],
    ['device', { operator: 'in', values: ['a'], value_type: 'version' }],
    ['user_property', { operator: 'in', values: ['a'], value_type: 'string' }],
  ])('%s brings what fits it', (kind, expected) => {
    const own = condition({ values: ['a'] });
    chooseKind(own, kind);
    expect(own).toMatchObject({ ...expected, key: { type: kind } });
  });

  it('every kind can be chosen, and left again without a value of its own', () => {
    for (const kind of Object.keys(KEY_KINDS) as KeyKind[]) {
      const own = condition();
      chooseKind(own, kind);
      expect(isMembership(own)).toBe(kind === 'segment' || kind === 'cohort');
      chooseKind(own, 'user_property');
      expect(own.value_type).toBe('string');
      expect(own.values).not.toContain(true);
    }
  });

  it.each([
    ['os_version', 'version'],
    ['screen_width', 'number'],
    ['language', 'string'],
  ] as const)('reads %s as %s', (property, type) => {
    const own = condition();
    chooseDevice(own, property);
    expect(own.value_type).toBe(type);
  });
});

describe('comparisons', () => {
  it.each([
    ['string', 18, 9],
    ['number', 12, 6],
    ['boolean', 4, 2],
    ['version', 12, 6],
  ] as const)('of %s', (type, all, plain) => {
    expect(operatorChoices(type)).toHaveLength(all);
    expect(plainOperatorChoices(type)).toHaveLength(plain);
  });

  it('negation and operator are one choice; nothing is compared with mere existence', () => {
    const own = condition({ values: ['a'] });
    chooseOperator(own, '!contains');
    expect([own.operator, own.negated, own.values]).toEqual(['contains', true, ['a']]);
    chooseOperator(own, 'exists');
    expect([own.operator, own.negated, own.values]).toEqual(['exists', false, []]);
  });

  it('a type that lacks the comparison falls back, and values are read anew', () => {
    const own = condition({ operator: 'contains', values: ['1.50', 'x', 'true'] });
    chooseType(own, 'number');
    expect([own.operator, own.values]).toEqual(['in', [1.5, 'x', 'true']]);
    chooseType(own, 'boolean');
    expect(own.values).toEqual(['1.5', 'x', true]);
  });

  it.each([
    ['1.', 'number', 1],
    ['', 'number', ''],
    ['ten', 'number', 'ten'],
    ['true', 'boolean', true],
    ['yes', 'boolean', 'yes'],
    ['1.10', 'version', '1.10'],
    ['1.10', 'string', '1.10'],
  ] as const)('reads %s as %s', (text, type, value) => {
    expect(readValue(text, type)).toBe(value);
  });
});

describe('what the log offers', () => {
  const words: LogWords = {
    events: [
      { text: 'cart', count: 1200 },
      { text: '$click', count: 3 },
    ],
    event_properties: [
      {
        name: 'size',
        count: 10,
        distinct: 2,
        at_least: false,
        value_type: 'string',
        values: [
          { text: 'S', count: 6 },
          { text: 'M', count: 4 },
        ],
      },
    ],
    user_properties: [],
    device_properties: [],
    segments: ['vip'],
    urls: [],
  };
  const known = { words, log: 'shop' };
  const size = (over: Partial<Condition> = {}): Condition =>
    condition({ key: { type: 'event_property', name: 'size' }, ...over });

  it('events with their counts, then the standard ones', () => {
    expect(eventPicks(known).map(({ value, note }) => `${value} ${note}`)).toEqual([
      'cart 1,200',
      '$click 3',
      '$pageview standard',
      '$form_submit standard',
      '$session_start standard',
    ]);
    expect(eventPicks(null)).toHaveLength(4);
  });

  it('properties of the kind, and their values', () => {
    expect(propertyPicks(known, 'event_property')).toEqual([
      { value: 'size', note: '10 · 2 values' },
    ]);
    expect(propertyPicks(known, 'user_property')).toEqual([]);
    expect(valuePicks(propertyOf(known, size().key)).map(({ value }) => value)).toEqual(['S', 'M']);
  });

  it.each([
    ['a known event', eventNote(known, 'cart'), 'Seen 1,200 times in shop.'],
    ['a strange event', eventNote(known, 'x'), 'Never seen in shop.'],
    ['no event', eventNote(known, ''), undefined],
    ['no log', eventNote(null, 'cart'), undefined],
    ['a known property', conditionNote(known, size({ values: ['S'] })), 'Seen 10 times in shop.'],
    [
      'a strange value',
      conditionNote(known, size({ values: ['S', 'XL'] })),
      'Never seen in shop: XL.',
    ],
    [
      'a strange property',
      conditionNote(known, condition({ key: { type: 'user_property', name: 'x' } })),
      'Never seen in shop.',
    ],
    [
      'a strange segment',
      conditionNote(known, condition({ key: { type: 'segment', name: 'x' } })),
      'The segment was never seen in shop.',
    ],
    [
      'a known segment',
      conditionNote(known, condition({ key: { type: 'segment', name: 'vip' } })),
      undefined,
    ],
  ])('%s', (_, note, text) => {
    expect(note?.text).toBe(text);
  });
});

describe('help', () => {
  /** Every field of a draft that a form edits, as JSON pointers. */
  function leaves(value: unknown, path = ''): string[] {
    if (typeof value !== 'object' || value === null) return [path];
    return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}/${key}`));
  }

  /** Edited together, under the help of the field around them. */
  const INSIDE = [
    /^\/format$/,
    /^\/kind$/,
    /^\/status$/,
    /^\/groups\/\d+\/key$/,
    /^\/(audience\/groups\/\d+|triggers\/\d+\/filters)\/\d+\//,
    /^\/(tags|platforms|orientations)\/\d+$/,
    /^\/(page_rules|timetable)\/\d+\//,
    /^\/audience\/(include|exclude)_segments\/\d+$/,
  ];

  it('is there for every field', () => {
    const paths = SAMPLE_DRAFTS.flatMap((draft) => leaves(draft));
    const without = paths.filter(
      (path) => helpOf(path) === null && !INSIDE.some((inside) => inside.test(path)),
    );
    expect([...new Set(without)]).toEqual([]);
  });

  it('is silent about what is not a field', () => {
    expect(helpOf('/nothing/here')).toBeNull();
  });
});
