import type { AssetFacts, Code, Draft, Finding, Severity, Tally } from '../../contract';
import { WHOLE_BP } from '../../blank';
import { graphemes } from '../../words/numbers';

/** A handful of the real checks, enough to see findings in their places. */
export function findingsOf(draft: Draft, assets: Record<string, AssetFacts>): Finding[] {
  const found: Finding[] = [];
  const add = (severity: Severity, path: string, code: Code, message: string): void => {
    found.push({ severity, path, code, message, fix: null });
  };
  if (draft.name.trim() === '') add('block', '/name', 'missing', 'Give the campaign a name.');
  if (draft.platforms.length === 0) {
    add('block', '/platforms', 'missing', 'Choose at least one platform.');
  }
  draft.groups.forEach((group, at) => {
    group.message.steps.forEach((step, stepAt) => {
      const path = `/groups/${at}/message/steps/${stepAt}`;
      if (graphemes(step.title.text) > 30) {
        add('block', `${path}/title/text`, 'too_long', 'The title is longer than 30 characters.');
      }
      if (graphemes(step.body.text) > 70) {
        add('block', `${path}/body/text`, 'too_long', 'The body is longer than 70 characters.');
      }
      if (step.content.startsWith('image') && step.images.portrait.length === 0) {
        add('warn', `${path}/images/portrait`, 'image_missing', 'Choose an image for portrait.');
      }
      step.buttons.forEach((button, buttonAt) => {
        if (button.action.type === 'link' && /^(javascript|data):/i.test(button.action.url)) {
          const field = `${path}/buttons/${buttonAt}/action/url`;
          add('block', field, 'link_refused', 'This kind of link is refused; use https.');
        }
      });
      for (const image of [...step.images.portrait, ...step.images.landscape]) {
        if (image.asset !== '' && assets[image.asset] === undefined) {
          add('block', `${path}/images/portrait`, 'image_missing', 'The image is missing.');
        }
      }
    });
  });
  const weights = draft.groups.reduce((sum, group) => sum + group.weight_bp, 0);
  if (draft.experiment !== null && weights !== WHOLE_BP) {
    add(
      'block',
      '/groups/0/weight_bp',
      'weight_sum',
      `The weights sum to ${weights / 100} %, not 100 %.`,
    );
  }
  return found;
}

export function countFindings(findings: readonly Finding[]): Tally {
  const counts = { block: 0, warn: 0, note: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}
