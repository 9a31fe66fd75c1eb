import { imageRatio } from '@rehearsal/renderer';
import { describe, expect, it } from 'vitest';
import type { Content, Layout } from '../src/contract';
import {
  enlargedBy,
  grownFrame,
  hasRatio,
  largestFrame,
  movedFrame,
  pulledFrame,
  type Corner,
  type Frame,
  type Ratio,
  type Size,
} from '../src/images/geometry';
import { recommended } from '../src/images/recommended';
import { CONTENTS_OF } from '../src/words/labels';

const size = (width: number, height: number): Size => ({ width, height });
const frame = (x: number, y: number, width: number, height: number): Frame => ({
  x,
  y,
  width,
  height,
});
const WIDE: Ratio = { wide: 3, high: 2 };

describe('the largest frame', () => {
  it.each([
    [size(1200, 1200), WIDE, frame(0, 200, 1200, 800)],
    [size(1000, 300), WIDE, frame(275, 0, 450, 300)],
    [size(1800, 1200), WIDE, frame(0, 0, 1800, 1200)],
    [size(1450, 501), { wide: 29, high: 10 }, frame(0, 1, 1450, 500)],
    [size(1, 1), { wide: 29, high: 10 }, frame(0, 0, 1, 1)],
  ])('of %o at %o', (picture, ratio, expected) => {
    expect(largestFrame(picture, ratio)).toEqual(expected);
  });
});

it.each([
  [10, 20, frame(110, 120, 300, 200)],
  [-500, -500, frame(0, 0, 300, 200)],
  [5000, 5000, frame(700, 800, 300, 200)],
])('moves by %i, %i as far as the picture goes', (dx, dy, expected) => {
  expect(movedFrame(frame(100, 100, 300, 200), dx, dy, size(1000, 1000))).toEqual(expected);
});

describe('pulling a corner', () => {
  const picture = size(1000, 1000);
  const start = frame(300, 300, 300, 200);

  it.each<[Corner, { x: number; y: number }, Frame]>([
    ['se', { x: 900, y: 320 }, frame(300, 300, 600, 400)],
    ['se', { x: 5000, y: 5000 }, frame(300, 300, 700, 467)],
    ['nw', { x: 0, y: 490 }, frame(0, 100, 600, 400)],
    ['ne', { x: 450, y: 480 }, frame(300, 400, 150, 100)],
    ['sw', { x: 600, y: 300 }, frame(584, 300, 16, 11)],
  ])('%s to %o', (corner, point, expected) => {
    expect(pulledFrame(start, corner, point, picture, WIDE)).toEqual(expected);
  });

  it('never leaves the picture nor the ratio', () => {
    for (const corner of ['nw', 'ne', 'sw', 'se'] as const) {
      for (let at = -400; at <= 1400; at += 37) {
        const pulled = pulledFrame(start, corner, { x: at, y: 1000 - at }, picture, WIDE);
        expect(pulled.x).toBeGreaterThanOrEqual(0);
        expect(pulled.y).toBeGreaterThanOrEqual(0);
        expect(pulled.x + pulled.width).toBeLessThanOrEqual(picture.width);
        expect(pulled.y + pulled.height).toBeLessThanOrEqual(picture.height);
        expect(Math.abs(pulled.width * 2 - pulled.height * 3)).toBeLessThanOrEqual(3);
      }
    }
  });
});

it('grows around its middle and stays inside', () => {
  const grown = grownFrame(frame(0, 0, 300, 200), 300, size(1000, 1000), WIDE);
  expect(grown).toEqual(frame(0, 0, 600, 400));
  expect(grownFrame(frame(300, 300, 300, 200), 30, size(1000, 1000), WIDE)).toEqual(
    frame(285, 290, 330, 220),
  );
  expect(grownFrame(frame(0, 0, 20, 13), -500, size(1000, 1000), WIDE).width).toBe(16);
});

it('knows when a frame would be enlarged, and when a picture has the ratio', () => {
  expect(enlargedBy(size(600, 400), size(1800, 1200))).toBe(3);
  expect(enlargedBy(size(3600, 2400), size(1800, 1200))).toBe(0.5);
  expect(hasRatio(size(1800, 1200), WIDE)).toBe(true);
  expect(hasRatio(size(1800, 1175), WIDE)).toBe(false);
});

it('recommends the ratios that the renderer draws', () => {
  for (const layout of Object.keys(CONTENTS_OF) as Layout[]) {
    for (const content of CONTENTS_OF[layout].filter((each: Content) => each.includes('image'))) {
      for (const side of ['portrait', 'landscape'] as const) {
        const { ratio, size: best } = recommended(layout, content, side);
        expect(ratio.wide / ratio.high).toBeCloseTo(imageRatio(layout, content, side)!, 5);
        expect(hasRatio(best, ratio)).toBe(true);
      }
    }
  }
});
