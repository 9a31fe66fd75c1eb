import type { Frequency } from '../../contract';

const FREE: Frequency = {
  per_session: null,
  per_device: null,
  per_user: null,
  per_user_window: null,
  counts: 'display',
  window: 'rolling',
};

/** Common caps by name. The three "once" presets count only finished showings. */
export const PRESETS: readonly { id: string; name: string; make: () => Frequency }[] = [
  { id: 'ever', name: 'Once ever', make: () => ({ ...FREE, per_user: 1, counts: 'terminal' }) },
  {
    id: 'day',
    name: 'Once a day',
    make: () => ({
      ...FREE,
      per_user_window: { count: 1, amount: 1, unit: 'days' },
      counts: 'terminal',
    }),
  },
  {
    id: 'session',
    name: 'Once per session',
    make: () => ({ ...FREE, per_session: 1, counts: 'terminal' }),
  },
  { id: 'always', name: 'No cap', make: () => ({ ...FREE }) },
];

/** The preset that a frequency is, or null for one of its own. */
export function presetOf(frequency: Frequency): string | null {
  return PRESETS.find(({ make }) => same(make(), frequency))?.id ?? null;
}

function same(one: Frequency, other: Frequency): boolean {
  const window = (cap: Frequency): string =>
    cap.per_user_window === null
      ? ''
      : `${cap.per_user_window.count}/${cap.per_user_window.amount}${cap.per_user_window.unit}`;
  return (
    one.per_session === other.per_session &&
    one.per_device === other.per_device &&
    one.per_user === other.per_user &&
    one.counts === other.counts &&
    one.window === other.window &&
    window(one) === window(other)
  );
}
