/** What a log offers for the pickers: names and values, the most frequent first. */

import type { Condition, Key, LogWords, PropertyWords, WordCount } from '../contract';
import type { Suggestion } from '../parts/suggest.svelte';
import { count, plural } from '../words/numbers';

/** Events that every site reports, known without a log. */
export const STANDARD_EVENTS = ['$pageview', '$click', '$form_submit', '$session_start'] as const;

/** Words of a log with the log's name, as the forms look things up. */
export interface Vocabulary {
  words: LogWords;
  log: string;
}

export function eventPicks(known: Vocabulary | null): Suggestion[] {
  const seen = (known?.words.events ?? []).map(counted);
  const others = STANDARD_EVENTS.filter((name) => !seen.some(({ value }) => value === name));
  return [...seen, ...others.map((value) => ({ value, note: 'standard' }))];
}

export function propertyPicks(known: Vocabulary | null, kind: Key['type']): Suggestion[] {
  return propertiesOf(known, kind).map((property) => ({
    value: property.name,
    note: `${count(property.count)} · ${property.at_least ? 'over ' : ''}${plural(property.distinct, 'value')}`,
  }));
}

/** The property that a condition looks at, as the log has it. */
export function propertyOf(known: Vocabulary | null, key: Key): PropertyWords | null {
  const name = key.type === 'device' ? key.property : 'name' in key ? key.name : null;
  return propertiesOf(known, key.type).find((property) => property.name === name) ?? null;
}

export function valuePicks(property: PropertyWords | null): Suggestion[] {
  return (property?.values ?? []).map(counted);
}

export function segmentPicks(known: Vocabulary | null): Suggestion[] {
  return (known?.words.segments ?? []).map((value) => ({ value }));
}

/** How an event stands in the log; null without a log or a name. */
export function eventNote(known: Vocabulary | null, event: string): Note | null {
  if (known === null || event === '') return null;
  const found = known.words.events.find(({ text }) => text === event);
  return found === undefined
    ? { seen: false, text: `Never seen in ${known.log}.` }
    : { seen: true, text: `Seen ${plural(found.count, 'time')} in ${known.log}.` };
}

/** How a condition's property and values stand in the log. */
export function conditionNote(known: Vocabulary | null, condition: Condition): Note | null {
  const { key } = condition;
  if (known === null || key.type === 'device') return null;
  if (key.type === 'event_count') return eventNote(known, key.event);
  if (key.type === 'segment') {
    if (key.name === '' || known.words.segments.includes(key.name)) return null;
    return { seen: false, text: `The segment was never seen in ${known.log}.` };
  }
  if ((key.type !== 'user_property' && key.type !== 'event_property') || key.name === '')
    return null;
  const property = propertyOf(known, key);
  if (property === null) return { seen: false, text: `Never seen in ${known.log}.` };
  const strange = condition.operator === 'in' ? unseenValues(property, condition) : [];
  if (strange.length === 0) {
    return { seen: true, text: `Seen ${plural(property.count, 'time')} in ${known.log}.` };
  }
  return { seen: false, text: `Never seen in ${known.log}: ${strange.join(', ')}.` };
}

/** What the log says of something that was typed. */
export interface Note {
  seen: boolean;
  text: string;
}

/** Values that the log lacks; nothing can be said where it lists only some of them. */
function unseenValues(property: PropertyWords, { values }: Condition): string[] {
  if (property.at_least || property.distinct > property.values.length) return [];
  return values.map(String).filter((value) => !property.values.some(({ text }) => text === value));
}

function propertiesOf(known: Vocabulary | null, kind: Key['type']): readonly PropertyWords[] {
  if (kind === 'event_property') return known?.words.event_properties ?? [];
  if (kind === 'user_property') return known?.words.user_properties ?? [];
  return kind === 'device' ? (known?.words.device_properties ?? []) : [];
}

function counted({ text, count: times }: WordCount): Suggestion {
  return { value: text, note: count(times) };
}
