import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AA_LARGE, AA_TEXT, contrast, type Rgb } from '../src/colour/contrast';

const css = readFileSync(join(import.meta.dirname, '../src/tokens.css'), 'utf8');
const [light, dark] = css.split(":root[data-theme='dark']") as [string, string];

function colours(block: string): Record<string, Rgb> {
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g);
  return Object.fromEntries(
    [...found].map(([, name, l, c, h]) => [name, fromOklch(Number(l), Number(c), Number(h))]),
  );
}

/** OKLCH to sRGB, clipped: https://bottosson.github.io/posts/oklab/ */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const gamma = (value: number): number => {
    const clipped = Math.min(1, Math.max(0, value));
    return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  };
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const TEXT: readonly [text: string, behind: string][] = [
  ...['neutral-8', 'neutral-9', 'neutral-10'].flatMap((text) =>
    ['neutral-1', 'neutral-2', 'neutral-3', 'neutral-4'].map(
      (behind) => [text, behind] as [string, string],
    ),
  ),
  ...['accent', 'success', 'warning', 'danger', 'info'].flatMap((tone) => [
    [tone, 'neutral-1'] as [string, string],
    [tone, `${tone}-soft`] as [string, string],
  ]),
  ['neutral-10', 'danger-soft'],
  ['neutral-10', 'info-soft'],
  ['neutral-10', 'warning-soft'],
  ['accent', 'neutral-2'],
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ['neutral-1', 'neutral-10'],
];

/** Marks that carry meaning: focus, switches, chart bars, category dots. */
const MARKS: readonly [mark: string, behind: string][] = [
  ['accent', 'neutral-1'],
  ['accent-fill', 'neutral-1'],
  ['neutral-7', 'neutral-1'],
  ...Array.from({ length: 8 }, (_, at) => [`category-${at + 1}`, 'neutral-1'] as [string, string]),
];

describe.each([
  ['light', colours(light)],
  ['dark', { ...colours(light), ...colours(dark) }],
])('%s theme', (_, palette) => {
  const ratio = (one: string, other: string): number => contrast(palette[one]!, palette[other]!);

  it.each(TEXT)('%s on %s reads as AA text', (text, behind) => {
    expect(ratio(text, behind)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(MARKS)('%s stands out from %s', (mark, behind) => {
    expect(ratio(mark, behind)).toBeGreaterThanOrEqual(AA_LARGE);
  });
});

it('names the same colours in both themes', () => {
  expect(Object.keys(colours(dark)).sort()).toEqual(Object.keys(colours(light)).sort());
});

it('has the type and space scales of the design', () => {
  const sizes = [...light.matchAll(/--text-(\d+): (\d+)px;/g)].map((found) => Number(found[2]));
  const lines = [...light.matchAll(/--line-(\d+): (\d+)px;/g)].map((found) => Number(found[2]));
  const spaces = [...light.matchAll(/--space-(\d+): (\d+)px;/g)].map((found) => Number(found[2]));
  expect(sizes).toEqual([12, 13, 14, 16, 20, 28]);
  expect(lines).toEqual([16, 20, 20, 24, 28, 36]);
  expect(spaces).toEqual([4, 8, 12, 16, 24, 32, 48]);
});
