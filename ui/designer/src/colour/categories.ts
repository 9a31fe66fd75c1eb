const CATEGORIES = 8;

/** The colour of the group at this place, the same everywhere it is shown. */
export function groupColor(at: number): string {
  return `var(--category-${(at % CATEGORIES) + 1})`;
}

const GATES = [
  'trigger',
  'layout',
  'test_device',
  'status',
  'period',
  'frequency',
  'audience',
  'experiment',
];

/** The colour of a gate, by its place in the pipeline. What comes after the gates is grey. */
export function gateColor(gate: string): string {
  const at = GATES.indexOf(gate);
  return at === -1 ? 'var(--neutral-7)' : groupColor(at);
}
