const TEXT_MAX = 120;

/** A value of a changed field in words short enough for a table. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return value.length === 0 ? 'nothing' : value.join(', ');
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (/^[0-9a-f]{64}$/.test(text)) return `image ${text.slice(0, 8)}`;
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
