import { describe, expect, it } from 'vitest';
import type { TimetableSlot } from '../src/contract';
import {
  coveredMinutes,
  drawnSpan,
  minutesOf,
  movedSpan,
  pulledSpan,
  spansOn,
  timetablePreset,
  TIMETABLES,
  withDay,
} from '../src/editor/forms/timetable';
import { momentOf, offsetWords } from '../src/editor/forms/zones';

const slot = (weekday: TimetableSlot['weekday'], from: string, to: string): TimetableSlot => ({
  weekday,
  from,
  to,
});

it.each([
  ['00:00', 0],
  ['9:30', 570],
  ['24:00', 1440],
  ['24:01', null],
  ['12:60', null],
  ['noon', null],
  ['', null],
])('reads %s', (text, minutes) => {
  expect(minutesOf(text)).toBe(minutes);
});

describe('spans that are drawn', () => {
  it.each([
    [610, 610, { from: 600, to: 630 }],
    [610, 700, { from: 600, to: 690 }],
    [700, 610, { from: 600, to: 690 }],
    [1439, 1439, { from: 1410, to: 1440 }],
    [-50, 100, { from: 0, to: 90 }],
  ])('from %i to %i', (one, other, span) => {
    expect(drawnSpan(one, other)).toEqual(span);
  });

  it('move with their length and stay within the day', () => {
    expect(movedSpan({ from: 540, to: 600 }, 40)).toEqual({ from: 570, to: 630 });
    expect(movedSpan({ from: 540, to: 600 }, 5000)).toEqual({ from: 1380, to: 1440 });
    expect(movedSpan({ from: 540, to: 600 }, -5000)).toEqual({ from: 0, to: 60 });
  });

  it('keep one step when an end is pulled past the other', () => {
    expect(pulledSpan({ from: 540, to: 600 }, 'to', 100)).toEqual({ from: 540, to: 570 });
    expect(pulledSpan({ from: 540, to: 600 }, 'from', 1000)).toEqual({ from: 570, to: 600 });
  });
});

describe('a day of the timetable', () => {
  const week = [slot('tuesday', '10:00', '11:00'), slot('monday', '09:00', '12:00')];

  it('joins what touches, sorts, and leaves the other days', () => {
    const spans = [
      { from: 720, to: 780 },
      { from: 540, to: 720 },
    ];
    expect(withDay(week, 'monday', spans)).toEqual([
      slot('monday', '09:00', '13:00'),
      slot('tuesday', '10:00', '11:00'),
    ]);
  });

  it('keeps what cannot be read', () => {
    const typed = [...week, slot('monday', 'nine', '12:00'), slot('monday', '18:00', '09:00')];
    expect(withDay(typed, 'monday', [])).toHaveLength(3);
    expect(spansOn(typed, 'monday')).toEqual([{ from: 540, to: 720 }]);
  });

  it('counts every minute once', () => {
    expect(coveredMinutes([...week, slot('monday', '11:00', '13:00')])).toBe(300);
  });
});

it('recognises each preset, and none in a timetable of its own', () => {
  for (const preset of TIMETABLES) {
    expect(timetablePreset(preset.make().reverse())).toBe(preset.id);
  }
  expect(timetablePreset([slot('monday', '09:00', '18:00')])).toBeNull();
});

describe('times of a zone', () => {
  it.each([
    ['2026-05-01T09:00', 'Asia/Seoul', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T09:00', 'UTC', '2026-05-01T09:00:00.000Z'],
    ['2026-01-15T12:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
    ['2026-07-15T12:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
    // Skipped when summer time begins, twice when it ends.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-05-01T09:00', 'Asia/Kolkata', '2026-05-01T03:30:00.000Z'],
  ])('%s in %s', (local, zone, utc) => {
    expect(new Date(momentOf(local, zone)!).toISOString()).toBe(utc);
  });

  it('has none for what is no time or no zone', () => {
    expect(momentOf('tomorrow', 'UTC')).toBeNull();
    expect(momentOf('2026-05-01T09:00', 'Mars/Base')).toBeNull();
  });

  it.each([
    ['Asia/Seoul', 'UTC+9'],
    ['Asia/Kolkata', 'UTC+5:30'],
    ['America/New_York', 'UTC−5'],
    ['UTC', 'UTC'],
    ['Mars/Base', ''],
  ])('says how far %s is ahead', (zone, words) => {
    expect(offsetWords(zone, Date.UTC(2026, 0, 15))).toBe(words);
  });
});
