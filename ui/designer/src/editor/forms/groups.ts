/** Changes to the groups of a draft. Weights are basis points and sum to 10,000. */

import { blankExperiment, blankGroup, WHOLE_BP } from '../../blank';
import type { Draft, Group } from '../../contract';

export const GROUPS_MAX = 10;
const LETTERS = 'ABCDEFGHIJ';

type Groups = Pick<Draft, 'groups'>;

export function weightSum(groups: readonly Pick<Group, 'weight_bp'>[]): number {
  return groups.reduce((sum, group) => sum + group.weight_bp, 0);
}

/** Gives every group the same share; what does not divide goes to the first ones. */
export function evenWeights({ groups }: Groups): void {
  const share = Math.floor(WHOLE_BP / groups.length);
  const rest = WHOLE_BP - share * groups.length;
  groups.forEach((group, at) => (group.weight_bp = share + (at < rest ? 1 : 0)));
}

/** The weights with the border between a group and the next moved by so many basis points. */
export function movedBorder(weights: readonly number[], at: number, by: number): number[] {
  const [left, right] = [weights[at] ?? 0, weights[at + 1] ?? 0];
  const moved = Math.max(-left, Math.min(right, by));
  return weights.map((weight, each) =>
    each === at ? weight + moved : each === at + 1 ? weight - moved : weight,
  );
}

/** Decides who gets which group; made once, when a test begins. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
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

/** A group behind the others, with the message of the last one that shows something. */
export function addGroup(draft: Groups): void {
  const from = draft.groups.findLastIndex((group) => !group.control);
  draft.groups.push(copyOf(draft.groups, from));
  evenWeights(draft);
}

/** The same group once more, right behind it. */
export function cloneGroup(draft: Groups, at: number): void {
  draft.groups.splice(at + 1, 0, copyOf(draft.groups, at));
  evenWeights(draft);
}

export function removeGroup(draft: Groups, at: number): void {
  draft.groups.splice(at, 1);
  evenWeights(draft);
}

export function moveGroup(draft: Groups, at: number, by: -1 | 1): void {
  const [moved] = draft.groups.splice(at, 1);
  if (moved !== undefined) draft.groups.splice(at + by, 0, moved);
}

function copyOf(groups: readonly Group[], at: number): Group {
  const group = blankGroup(freeKey(groups));
  const from = groups[at];
  if (from === undefined) return group;
  const { message, delay_seconds, url_regex } = JSON.parse(JSON.stringify(from)) as Group;
  return { ...group, message, delay_seconds, url_regex };
}

function freeKey(groups: readonly Group[]): string {
  const taken = new Set(groups.map((group) => group.key));
  return [...LETTERS].find((letter) => !taken.has(letter)) ?? `G${groups.length + 1}`;
}
