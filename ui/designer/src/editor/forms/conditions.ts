import type { Condition, Key, Operator, ValueType } from '../../contract';

export type KeyKind = Key['type'];

export const KEY_KINDS: Record<KeyKind, string> = {
  user_property: 'User property',
  event_property: 'Event property',
  device: 'Device',
  segment: 'Segment',
  experiment_group: 'A/B test group',
  feature_flag: 'Feature flag',
  event_count: 'Number of events',
  cohort: 'Cohort',
  score: 'Score',
};

export const DEVICE_PROPERTIES = [
  { value: 'platform', name: 'Platform' },
  { value: 'os_version', name: 'OS version' },
  { value: 'sdk_version', name: 'SDK version' },
  { value: 'app_version', name: 'App version' },
  { value: 'language', name: 'Language' },
  { value: 'locale', name: 'Locale' },
  { value: 'time_zone', name: 'Time zone' },
  { value: 'device_model', name: 'Device model' },
  { value: 'screen_width', name: 'Screen width' },
  { value: 'screen_height', name: 'Screen height' },
] as const;

const OPERATORS: Record<Operator, string> = {
  in: 'is any of',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  exists: 'exists',
};

const NEGATED: Record<Operator, string> = {
  in: 'is none of',
  contains: 'does not contain',
  starts_with: 'does not start with',
  ends_with: 'does not end with',
  gt: 'is not more than',
  gte: 'is not at least',
  lt: 'is not less than',
  lte: 'is not at most',
  exists: 'does not exist',
};

const TEXT_ONLY: readonly Operator[] = ['contains', 'starts_with', 'ends_with'];
const ORDERED: readonly Operator[] = ['gt', 'gte', 'lt', 'lte'];

/** An operator and whether it is negated, as one choice: `in` or `!in`. */
export function operatorChoices(type: ValueType): { value: string; name: string }[] {
  const fits = (Object.keys(OPERATORS) as Operator[]).filter(
    (operator) =>
      (type === 'string' || !TEXT_ONLY.includes(operator)) &&
      (type !== 'boolean' || !ORDERED.includes(operator)),
  );
  return fits.flatMap((operator) => [
    { value: operator, name: OPERATORS[operator] },
    { value: `!${operator}`, name: NEGATED[operator] },
  ]);
}

export function operatorChoice({ operator, negated }: Condition): string {
  return negated ? `!${operator}` : operator;
}

export function chooseOperator(condition: Condition, choice: string): void {
  condition.negated = choice.startsWith('!');
  condition.operator = choice.replace('!', '') as Operator;
  if (condition.operator === 'exists') condition.values = [];
}

/** A fresh key of a kind. */
export function keyOf(kind: KeyKind): Key {
  switch (kind) {
    case 'device':
      return { type: kind, property: 'app_version' };
    case 'experiment_group':
      return { type: kind, campaign: '' };
    case 'event_count':
      return { type: kind, event: '', days: 30, filters: [] };
    case 'user_property':
    case 'event_property':
    case 'segment':
    case 'feature_flag':
    case 'cohort':
    case 'score':
      return { type: kind, name: '' };
  }
}

/** The values as they are typed: separated by commas. */
export function valuesText(condition: Condition): string {
  return condition.values.map(String).join(', ');
}

/** Reads typed values by the condition's type; what cannot be read stays as text to be found. */
export function readValues(text: string, type: ValueType): Condition['values'] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (type === 'number') {
    return parts.map((part) => (Number.isNaN(Number(part)) ? part : Number(part)));
  }
  if (type === 'boolean') {
    return parts.map((part) => (part === 'true' ? true : part === 'false' ? false : part));
  }
  return parts;
}
