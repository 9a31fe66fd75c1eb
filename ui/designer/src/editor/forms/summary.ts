import { WHOLE_BP } from '../../blank';
import { PRESETS, presetOf } from './frequency';
import type { SectionId } from '../sections';
import type { Draft, Frequency, Period } from '../../contract';
import { LAYOUTS, ORIENTATIONS, PLATFORMS } from '../../words/labels';
import { longDay, percent, plural } from '../../words/numbers';

/** A campaign in a few lines: name, words, the section where it is edited. */
export function campaignWords(draft: Draft): [name: string, words: string, section: SectionId][] {
  const layouts = new Set(
    draft.groups.flatMap((group) => group.message.steps.map((step) => LAYOUTS[step.layout])),
  );
  return [
    ['Shows', list([...layouts]), 'type'],
    ['On', list(draft.platforms.map((platform) => PLATFORMS[platform])), 'type'],
    ['Held', list(draft.orientations.map((orientation) => ORIENTATIONS[orientation])), 'type'],
    ['Groups', groupWords(draft), 'experiment'],
    ['Trigger', list(draft.triggers.map((rule) => rule.event)), 'trigger'],
    ['Audience', audienceWords(draft), 'audience'],
    ['Frequency', frequencyWords(draft.frequency), 'frequency'],
    ['Period', periodWords(draft.period), 'period'],
  ];
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'Nothing chosen' : words.join(', ');
}

function groupWords({ groups, experiment }: Draft): string {
  if (experiment === null) return 'One message for everyone';
  const shares = groups
    .map((group) => `${group.key} ${percent(group.weight_bp, WHOLE_BP)}`)
    .join(', ');
  if (experiment.allocation.type === 'fixed') return shares;
  return `${shares}; re-weighted every ${plural(experiment.allocation.cadence_hours, 'hour')}`;
}

function audienceWords({ audience }: Draft): string {
  const conditions = audience.groups.flat().length;
  return conditions === 0 ? 'Everyone' : plural(conditions, 'condition');
}

export function frequencyWords(frequency: Frequency): string {
  const preset = PRESETS.find(({ id }) => id === presetOf(frequency));
  if (preset !== undefined) return preset.name;
  const window = frequency.per_user_window;
  const caps = [
    frequency.per_session && `${frequency.per_session} per session`,
    frequency.per_device && `${frequency.per_device} per device`,
    frequency.per_user && `${frequency.per_user} per person`,
    window &&
      `${window.count} in ${plural(window.amount, window.unit === 'days' ? 'day' : 'hour')}`,
  ].filter((cap) => typeof cap === 'string');
  return caps.length === 0 ? 'No cap' : caps.join(', ');
}

function periodWords({ type, start, end, time_zone }: Period): string {
  if (type === 'permanent') return 'Always';
  const days = [start, end].map((time) => longDay(time.slice(0, 10)));
  return `${days.join(' to ')}, ${time_zone}`;
}
