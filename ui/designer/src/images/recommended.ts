/** The sizes that `campaign.md` recommends for pictures; the check has the same ratios. */

import type { Ratio, Size } from './geometry';
import type { Content, Draft, Layout, Orientation, Step } from '../contract';
import { valueAt } from '../state/repair';

export interface Recommended {
  ratio: Ratio;
  /** In pixels; where the documents name none, twice the size on screen. */
  size: Size;
}

const of = (wide: number, high: number, width: number, height: number): Recommended => ({
  ratio: { wide, high },
  size: { width, height },
});

export function recommended(layout: Layout, content: Content, side: Orientation): Recommended {
  switch (layout) {
    case 'modal':
    case 'tooltip':
      if (layout === 'modal' && content === 'image_text_button') return of(29, 10, 1450, 500);
      return side === 'portrait' ? of(2, 3, 1200, 1800) : of(3, 2, 1800, 1200);
    case 'bottom_sheet':
      return of(3, 2, 1800, 1200);
    case 'banner':
      return content === 'image' ? of(24, 7, 720, 210) : of(1, 1, 180, 180);
    case 'full_screen':
      return side === 'portrait' ? of(9, 16, 1080, 1920) : of(16, 9, 1920, 1080);
  }
}

/** What is recommended for the image at a JSON pointer of a draft; null where none is there. */
export function recommendedAt(draft: Draft, path: string): Recommended | null {
  const [, at, side] = /^(.*)\/images\/(portrait|landscape)\/\d+$/.exec(path) ?? [];
  const step = at === undefined ? undefined : (valueAt(draft, at) as Step | undefined);
  return step === undefined ? null : recommended(step.layout, step.content, side as Orientation);
}
