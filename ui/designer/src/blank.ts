/** New parts of a draft, with the same defaults as `crates/campaign`. */

import type { Button, Condition, Experiment, Group, Image, Step, TriggerRule } from './contract';

export const WHOLE_BP = 10_000;

export function blankButton(name: string): Button {
  return {
    name,
    text: 'Learn more',
    text_color: '#ffffff',
    background: '#1f2937',
    border_color: '#1f2937',
    action: { type: 'close' },
  };
}

export function blankImage(name: string, asset: string): Image {
  return { name, asset, alt: '', link: null };
}

export function blankStep(name: string): Step {
  return {
    name,
    layout: 'modal',
    content: 'image_text_button',
    images: { portrait: [], landscape: [] },
    title: { text: '', color: '#111827' },
    body: { text: '', color: '#4b5563' },
    buttons: [],
    cta: null,
    background: '#ffffff',
    close: { shown: true, color: '#111827' },
    anchor: null,
  };
}

export function blankGroup(key: string): Group {
  return {
    key,
    name: `Group ${key}`,
    weight_bp: WHOLE_BP,
    control: false,
    message: { steps: [blankStep('step_1')] },
    delay_seconds: null,
    url_regex: null,
  };
}

export function blankExperiment(seed: number): Experiment {
  return {
    seed,
    traffic_bp: WHOLE_BP,
    allocation: { type: 'fixed' },
    identifier: 'user',
    sticky: true,
    winner: null,
  };
}

export function blankTrigger(): TriggerRule {
  return { event: '', filters: [] };
}

export function blankFilter(): Condition {
  return {
    key: { type: 'event_property', name: '' },
    operator: 'in',
    values: [],
    value_type: 'string',
    negated: false,
  };
}

/** The first of `prefix_1`, `prefix_2`, … that is not taken. */
export function freeName(prefix: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${prefix}_${number}`)) number += 1;
  return `${prefix}_${number}`;
}
