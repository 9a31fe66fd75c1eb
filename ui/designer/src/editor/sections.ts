import type { Finding, Severity } from '../contract';

export type SectionId =
  | 'info'
  | 'type'
  | 'message'
  | 'experiment'
  | 'trigger'
  | 'audience'
  | 'frequency'
  | 'period'
  | 'test_devices'
  | 'run';

/** The editor's sections in the order in which a campaign is made. */
export const SECTIONS: readonly { id: SectionId; name: string }[] = [
  { id: 'info', name: 'Info' },
  { id: 'type', name: 'Type' },
  { id: 'message', name: 'Message' },
  { id: 'experiment', name: 'Experiment' },
  { id: 'trigger', name: 'Trigger' },
  { id: 'audience', name: 'Audience' },
  { id: 'frequency', name: 'Frequency' },
  { id: 'period', name: 'Period' },
  { id: 'test_devices', name: 'Test devices' },
  { id: 'run', name: 'Run' },
];

/** The section of every top-level field; a field that is not here belongs to Info. */
const OWNER: Record<string, SectionId> = {
  platforms: 'type',
  orientations: 'type',
  groups: 'message',
  experiment: 'experiment',
  triggers: 'trigger',
  url_regex: 'trigger',
  page_rules: 'trigger',
  delay: 'trigger',
  audience: 'audience',
  frequency: 'frequency',
  period: 'period',
  timetable: 'period',
  test_devices: 'test_devices',
  status: 'run',
};

/** Fields of a group that are edited in Experiment rather than in Message. */
const GROUP_FIELDS = new Set(['key', 'name', 'weight_bp', 'control', 'delay_seconds', 'url_regex']);

export interface Place {
  section: SectionId;
  group: number | null;
  step: number | null;
}

/** Where in the editor the field of a JSON pointer is. */
export function placeOf(path: string): Place {
  const parts = path.split('/').slice(1);
  const head = parts[0] ?? '';
  const section = OWNER[head] ?? 'info';
  if (head !== 'groups') return { section, group: null, step: null };
  const group = indexOf(parts[1]);
  if (group === null || GROUP_FIELDS.has(parts[2] ?? '')) {
    return { section: 'experiment', group, step: null };
  }
  if (parts[5] === 'layout' || parts[5] === 'content') {
    return { section: 'type', group, step: indexOf(parts[4]) };
  }
  return { section, group, step: indexOf(parts[4]) };
}

function indexOf(part: string | undefined): number | null {
  return part !== undefined && /^\d+$/.test(part) ? Number(part) : null;
}

const RANK: Record<Severity, number> = { block: 2, warn: 1, note: 0 };

/** How many findings a section has and how bad the worst is. */
export function countIn(
  section: SectionId,
  findings: readonly Finding[],
): { count: number; worst: Severity | null } {
  const own = findings.filter((finding) => placeOf(finding.path).section === section);
  const worst = own.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || RANK[severity] > RANK[worst] ? severity : worst),
    null,
  );
  return { count: own.length, worst };
}
