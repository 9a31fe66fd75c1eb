/** Changes to the groups of a draft. Weights are basis points and sum to 10,000. */

import { blankExperiment, blankGroup, WHOLE_BP } from '../../blank';
import type { Draft, Group } from '../../contract';

export const GROUPS_MAX = 10;
const LETTERS = 'ABCDEFGHIJ';

export function weightSum(groups: readonly Pick<Group, 'weight_bp'>[]): number {
  return groups.reduce((sum, group) => sum + group.weight_bp, 0);
}

/** Gives every group the same share; what does not divide goes to the first ones. */
export function evenWeights(draft: Pick<Draft, 'groups'>): void {
  const share = Math.floor(WHOLE_BP / draft.groups.length);
  const rest = WHOLE_BP - share * draft.groups.length;
  draft.groups.forEach((group, at) => (group.weight_bp = share + (at < rest ? 1 : 0)));
}

function freeKey(groups: readonly Group[]): string {
  const taken = new Set(groups.map((group) => group.key));
  return [...LETTERS].find((letter) => !taken.has(letter)) ?? `G${groups.length + 1}`;
}

function copyMessage(from: Group): Group['message'] {
  return JSON.parse(JSON.stringify(from.message)) as Group['message'];
}

/** A second group with the same message, half of the people each. */
export function startTest(draft: Draft, seed: number): void {
  draft.experiment = blankExperiment(seed);
  addGroup(draft);
}

/** Keeps the first group that shows something. */
export function stopTest(draft: Draft): void {
  const kept = draft.groups.find((group) => !group.control) ?? draft.groups[0];
  draft.experiment = null;
  draft.groups = kept === undefined ? [] : [kept];
  evenWeights(draft);
}

export function addGroup(draft: Pick<Draft, 'groups'>): void {
  const from = draft.groups.findLast((group) => !group.control);
  const group = blankGroup(freeKey(draft.groups));
  if (from !== undefined) group.message = copyMessage(from);
  draft.groups.push(group);
  evenWeights(draft);
}

export function removeGroup(draft: Pick<Draft, 'groups'>, at: number): void {
  draft.groups.splice(at, 1);
  evenWeights(draft);
}

export function moveGroup(draft: Pick<Draft, 'groups'>, at: number, by: -1 | 1): void {
  const [moved] = draft.groups.splice(at, 1);
  if (moved !== undefined) draft.groups.splice(at + by, 0, moved);
}
