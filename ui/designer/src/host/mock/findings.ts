import type {
  AssetFacts,
  Code,
  Draft,
  Finding,
  Group,
  Limits,
  Repair,
  Severity,
  Step,
  Tally,
} from '../../contract';
import { WHOLE_BP } from '../../blank';
import { graphemes } from '../../words/numbers';

type Add = (
  severity: Severity,
  path: string,
  code: Code,
  message: string,
  repair?: Repair | null,
) => void;

/** A handful of the real checks, enough to see findings and repairs in their places. */
export function findingsOf(
  draft: Draft,
  assets: Record<string, AssetFacts>,
  limits: Limits,
): Finding[] {
  const found: Finding[] = [];
  const add: Add = (severity, path, code, message, repair = null) => {
    found.push({ severity, path, code, message, fix: null, repair });
  };
  if (draft.name.trim() === '') add('block', '/name', 'missing', 'Give the campaign a name.');
  if (draft.platforms.length === 0) {
    add('block', '/platforms', 'missing', 'Choose at least one platform.');
  }
  draft.groups.forEach((group, at) => {
    group.message.steps.forEach((step, stepAt) => {
      const path = `/groups/${at}/message/steps/${stepAt}`;
      checkTexts(step, path, add);
      checkImages(step, path, assets, limits, add);
    });
  });
  if (draft.experiment !== null) checkWeights(draft.groups, add);
  return found;
}

function checkTexts(step: Step, path: string, add: Add): void {
  if (graphemes(step.title.text) > 30) {
    add('block', `${path}/title/text`, 'too_long', 'The title is longer than 30 characters.');
  }
  if (graphemes(step.body.text) > 70) {
    add('block', `${path}/body/text`, 'too_long', 'The body is longer than 70 characters.');
  }
  step.buttons.forEach((button, at) => {
    if (button.action.type === 'link' && /^(javascript|data):/i.test(button.action.url)) {
      const field = `${path}/buttons/${at}/action/url`;
      add('block', field, 'link_refused', 'This kind of link is refused; use https.');
    }
  });
}

function checkImages(
  step: Step,
  path: string,
  assets: Record<string, AssetFacts>,
  limits: Limits,
  add: Add,
): void {
  if (step.content.startsWith('image') && step.images.portrait.length === 0) {
    add('warn', `${path}/images/portrait`, 'image_missing', 'Choose an image for portrait.');
  }
  for (const orientation of ['portrait', 'landscape'] as const) {
    step.images[orientation].forEach((image, at) => {
      if (image.asset === '') return;
      const field = `${path}/images/${orientation}/${at}/asset`;
      const facts = assets[image.asset];
      if (facts === undefined) {
        add('block', field, 'image_missing', 'The image is missing.');
        return;
      }
      const bytes_max = limits.image_bytes_max;
      if (facts.bytes > bytes_max) {
        const message = 'The image has more bytes than the workspace allows.';
        add('block', field, 'image_too_large', message, { type: 'fit', bytes_max });
      }
      const wanted = ratioOf(step, orientation);
      if (Math.abs(facts.width / facts.height - wanted.wide / wanted.high) > 0.02) {
        const message = `The image is not ${wanted.wide}:${wanted.high}.`;
        add('warn', field, 'image_ratio', message, { type: 'crop', ...wanted });
      }
    });
  }
}

function ratioOf(
  step: Step,
  orientation: 'portrait' | 'landscape',
): { wide: number; high: number } {
  const tall = orientation === 'portrait';
  switch (step.layout) {
    case 'full_screen':
      return tall ? { wide: 9, high: 16 } : { wide: 16, high: 9 };
    case 'bottom_sheet':
      return { wide: 3, high: 2 };
    case 'banner':
      return step.content === 'image_text' ? { wide: 1, high: 1 } : { wide: 24, high: 7 };
    case 'modal':
    case 'tooltip':
      if (step.content === 'image_text_button') return { wide: 29, high: 10 };
      return tall ? { wide: 2, high: 3 } : { wide: 3, high: 2 };
  }
}

function checkWeights(groups: readonly Group[], add: Add): void {
  const sum = groups.reduce((total, group) => total + group.weight_bp, 0);
  if (sum === WHOLE_BP) return;
  const each = Math.floor(WHOLE_BP / groups.length);
  const repair: Repair = {
    type: 'set',
    label: 'Spread them evenly',
    fields: groups.map((_, at) => ({
      path: `/groups/${at}/weight_bp`,
      value: at === 0 ? WHOLE_BP - each * (groups.length - 1) : each,
    })),
  };
  const message = `The weights sum to ${sum / 100} %, not 100 %.`;
  add('block', '/groups/0/weight_bp', 'weight_sum', message, repair);
}

export function countFindings(findings: readonly Finding[]): Tally {
  const counts = { block: 0, warn: 0, note: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}
