import type {
  Condition,
  CountFilter,
  DeviceProperty,
  Key,
  Operator,
  ValueType,
} from '../../contract';

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
  return operatorsOf(type).flatMap((operator) => [
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

/** The comparisons of a count's filter, which has no negation. */
export function plainOperatorChoices(type: ValueType): { value: Operator; name: string }[] {
  return operatorsOf(type).map((value) => ({ value, name: OPERATORS[value] }));
}

/** Looks at something else; comparison and values follow where they no longer fit. */
export function chooseKind(condition: Condition, kind: KeyKind): void {
  condition.key = keyOf(kind);
  if (kind === 'segment' || kind === 'cohort') {
    Object.assign(condition, { operator: 'in', values: [true], value_type: 'boolean' });
  } else if (kind === 'event_count' || kind === 'score') {
    const values = kind === 'event_count' ? [1] : [];
    Object.assign(condition, { operator: 'gte', values, value_type: 'number' });
  } else {
    if (isMembership(condition)) condition.values = [];
    chooseType(condition, kind === 'device' ? deviceType(condition.key) : 'string');
  }
}

/** Reads the values as another type; a comparison that it lacks becomes `in`. */
export function chooseType(
  condition: Pick<Condition, 'value_type' | 'values' | 'operator'>,
  type: ValueType,
): void {
  condition.values = condition.values.map((value) => readValue(String(value), type));
  condition.value_type = type;
  if (!operatorsOf(type).includes(condition.operator)) condition.operator = 'in';
}

/** Looks at another property of the device, read as what it is. */
export function chooseDevice(condition: Condition, property: DeviceProperty): void {
  condition.key = { type: 'device', property };
  chooseType(condition, deviceType(condition.key));
}

/** Being in a segment or cohort, which is all there is to ask of one. */
export function isMembership({ key, operator, values, value_type }: Condition): boolean {
  return (
    (key.type === 'segment' || key.type === 'cohort') &&
    operator === 'in' &&
    value_type === 'boolean' &&
    values.length === 1 &&
    values[0] === true
  );
}

/** The name that the condition's key goes by; a device's property is chosen instead. */
export function nameOf(key: Exclude<Key, { type: 'device' }>): string {
  if (key.type === 'experiment_group') return key.campaign;
  return key.type === 'event_count' ? key.event : key.name;
}

export function nameIt(condition: Condition, name: string): void {
  const { key } = condition;
  if (key.type === 'experiment_group') key.campaign = name;
  else if (key.type === 'event_count') key.event = name;
  else if (key.type !== 'device') key.name = name;
}

export function blankCountFilter(): CountFilter {
  return { name: '', operator: 'in', values: [], value_type: 'string' };
}

/** Reads a typed value by its type; what cannot be read stays as text, to be found. */
export function readValue(text: string, type: ValueType): Condition['values'][number] {
  if (type === 'number')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

function operatorsOf(type: ValueType): Operator[] {
  return (Object.keys(OPERATORS) as Operator[]).filter(
    (operator) =>
      (type === 'string' || !TEXT_ONLY.includes(operator)) &&
      (type !== 'boolean' || !ORDERED.includes(operator)),
  );
}

function deviceType(key: Key): ValueType {
  if (key.type !== 'device') return 'string';
  if (key.property.endsWith('_version')) return 'version';
  return key.property.startsWith('screen_') ? 'number' : 'string';
}

/** A fresh key of a kind. */
function keyOf(kind: KeyKind): Key {
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
