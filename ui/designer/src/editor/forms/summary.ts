import { WHOLE_BP } from '../../blank';
import { PRESETS, presetOf } from './frequency';
import { coveredMinutes } from './timetable';
import type { SectionId } from '../sections';
import type { Draft, Frequency } from '../../contract';
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
    ['Pages', pageWords(draft), 'trigger'],
    ['Period', periodWords(draft), 'period'],
    ['Test devices', testWords(draft), 'test_devices'],
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
  const { include_segments: inside, exclude_segments: outside, score } = audience;
  const parts = [
    conditions > 0 && plural(conditions, 'condition'),
    inside.length > 0 && `in ${inside.join(' and ')}`,
    outside.length > 0 && `not in ${outside.join(' or ')}`,
    score !== null && 'by churn score',
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? 'Everyone' : parts.join(', ');
}

function pageWords({ page_rules, url_regex }: Draft): string {
  const parts = [
    page_rules.length > 0 && page_rules.map((rule) => rule.value).join(' or '),
    url_regex && `path ${url_regex}`,
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? 'Every page' : parts.join(', ');
}

function testWords({ test_devices }: Draft): string {
  return test_devices.length === 0 ? 'None' : plural(test_devices.length, 'device');
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

function periodWords({ period, timetable }: Draft): string {
  const { type, start, end, time_zone } = period;
  const days = [start, end].map((time) => longDay(time.slice(0, 10)));
  const whole = type === 'permanent' ? 'Always' : days.join(' to ');
  const hours = coveredMinutes(timetable) / 60;
  const weekly = timetable.length === 0 ? [] : [`${plural(hours, 'hour')} a week`];
  const zone = type === 'permanent' && weekly.length === 0 ? [] : [time_zone];
  return [whole, ...weekly, ...zone].join(', ');
}
