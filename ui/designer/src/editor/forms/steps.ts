/** Changes to the steps of a message, and what its flow adds to them. */

import { blankButton, blankStep, freeName } from '../../blank';
import type { Step } from '../../contract';

export const BUTTONS_MAX = 2;

/** The button that the flow adds to a step by itself; null where one of its own does that. */
export function flowButton(steps: readonly Step[], at: number): 'next' | 'done' | null {
  const wanted = at === steps.length - 1 ? 'done' : 'next';
  const has = steps[at]?.buttons.some(({ action }) => action.type === wanted) ?? true;
  return steps.length < 2 || has ? null : wanted;
}

/** A step behind the others that looks like the last of them. */
export function addStep(steps: Step[]): void {
  const step = blankStep(freeStepName(steps));
  const last = steps.at(-1);
  if (last !== undefined) {
    step.layout = last.layout;
    step.content = last.content;
    step.background = last.background;
    step.close = { ...last.close };
    step.anchor = last.anchor === null ? null : { ...last.anchor };
    step.title.color = last.title.color;
    step.body.color = last.body.color;
  } else if (step.content.endsWith('button')) {
    step.buttons = [blankButton('button_1')];
  }
  steps.push(step);
}

/** The same step once more, right behind it. */
export function copyStep(steps: Step[], at: number): void {
  const from = steps[at];
  if (from === undefined) return;
  const copy = JSON.parse(JSON.stringify(from)) as Step;
  copy.name = freeStepName(steps);
  steps.splice(at + 1, 0, copy);
}

export function moveStep(steps: Step[], from: number, to: number): void {
  const [moved] = steps.splice(from, 1);
  if (moved !== undefined) steps.splice(to, 0, moved);
}

function freeStepName(steps: readonly Step[]): string {
  return freeName(
    'step',
    steps.map(({ name }) => name),
  );
}
