import type { Change } from '../../contract';

const NAMES: Record<string, string> = {
  title: 'Title',
  body: 'Body',
  name: 'Name',
  description: 'Description',
  buttons: 'Buttons',
  images: 'Image',
  groups: 'Groups',
  platforms: 'Platforms',
  frequency: 'Frequency',
  period: 'Period',
  triggers: 'Trigger',
  status: 'Status',
  background: 'Background',
  experiment: 'Experiment',
};

/** The leaves in which two drafts differ, named roughly as the real diff names them. */
export function changesBetween(before: unknown, after: unknown, path = ''): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      changesBetween(before[key as never], after[key as never], `${path}/${key}`),
    );
  }
  return [{ path, label: labelOf(path), before: before ?? null, after: after ?? null }];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function labelOf(path: string): string {
  const parts = path.split('/').slice(1);
  const step = parts.indexOf('steps');
  const field = [...parts].reverse().find((part) => NAMES[part] !== undefined) ?? parts[0] ?? '';
  const leaf = parts.at(-1) ?? '';
  const name = `${NAMES[field] ?? field}${leaf === 'color' ? ' colour' : ''}`;
  return step === -1 ? name : `${name} of step ${Number(parts[step + 1]) + 1}`;
}
