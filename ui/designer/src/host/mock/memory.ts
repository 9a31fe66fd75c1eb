import type {
  AssetFacts,
  CampaignRow,
  Cause,
  Draft,
  DraftView,
  Finding,
  Forecast,
  Limits,
  LogRow,
  MessageColors,
  ServerView,
  Step,
  SyncState,
  WorkspaceView,
} from '../../contract';
import { changesBetween } from './changes';
import { copy, failed } from './failed';
import { countFindings, findingsOf } from './findings';
import type { StoredAsset } from './samples';

export interface StoredVersion {
  id: number;
  name: string | null;
  cause: Cause;
  at_ms: number;
  draft: Draft;
}

export interface Stored {
  draft: Draft;
  version: number;
  past: { label: string; draft: Draft }[];
  future: { label: string; draft: Draft }[];
  /** The oldest first. */
  versions: StoredVersion[];
  published: Draft | null;
  deleted_ms: number | null;
  updated_ms: number;
}

/** The limits of a new workspace. */
export const LIMITS: Limits = {
  image_bytes_max: 1_048_576,
  first_versions: [
    { layout: 'modal', sdk: 'javascript', version: '11.29.0' },
    { layout: 'modal', sdk: 'react', version: '11.29.0' },
    { layout: 'modal', sdk: 'android', version: '2.35.0' },
    { layout: 'modal', sdk: 'ios', version: '2.30.0' },
    { layout: 'modal', sdk: 'react_native', version: '3.8.0' },
    { layout: 'modal', sdk: 'flutter', version: '2.5.0' },
  ],
};
const VERSION_EVERY_MS = 600_000;

/** What the workspace of the mock holds; the commands beside this file work on it. */
export class Memory {
  readonly stored = new Map<string, Stored>();
  readonly assets: Record<string, StoredAsset> = {};
  readonly forecasts = new Map<string, Forecast>();
  readonly readOnly: boolean;
  logs: LogRow[] = [];
  server: ServerView = { url: null, state: 'none', message: '' };
  limits: Limits = LIMITS;
  data_version = 1;
  #serial = 0;

  constructor({ may }: { may: 'edit' | 'read' }) {
    this.readOnly = may === 'read';
  }

  next(): number {
    return ++this.#serial;
  }

  keep(draft: Draft, cause: Cause): Stored {
    const now_ms = Date.now();
    const stored: Stored = {
      draft,
      version: 1,
      past: [],
      future: [],
      versions: [],
      published: null,
      deleted_ms: null,
      updated_ms: now_ms,
    };
    this.stored.set(draft.key, stored);
    this.remember(stored, cause);
    return stored;
  }

  put(stored: Stored, draft: Draft): DraftView {
    this.mayEdit();
    stored.draft = draft;
    stored.version += 1;
    stored.updated_ms = Date.now();
    this.data_version += 1;
    return this.view(stored);
  }

  /** An edit that can be undone. */
  edit(stored: Stored, draft: Draft, label: string): DraftView {
    const last = stored.versions.at(-1)?.at_ms ?? 0;
    if (Date.now() - last > VERSION_EVERY_MS) this.remember(stored, 'edited');
    if (stored.past.at(-1)?.label !== label) stored.past.push({ label, draft: stored.draft });
    stored.future = [];
    return this.put(stored, draft);
  }

  remember(stored: Stored, cause: Cause, name: string | null = null): void {
    const { draft } = stored;
    stored.versions.push({ id: this.next(), name, cause, at_ms: Date.now(), draft: copy(draft) });
  }

  all(): Stored[] {
    return [...this.stored.values()].filter((stored) => stored.deleted_ms === null);
  }

  find(key: string): Stored {
    const stored = this.stored.get(key);
    if (stored === undefined) {
      throw failed('no_campaign', `could not find the campaign ${key}`, 'Go back to the list.');
    }
    return stored;
  }

  /** The campaign, where nobody else has changed it since `version`. */
  current(key: string, version: number): Stored {
    const stored = this.find(key);
    if (stored.version !== version) {
      throw failed(
        'changed_elsewhere',
        'the campaign was changed in another window',
        'Choose which one to keep.',
      );
    }
    return stored;
  }

  mayEdit(): void {
    if (!this.readOnly) return;
    throw failed(
      'read_only',
      'the workspace can only be read: a newer version of Rehearsal made it',
      'Open it with that version, or install it.',
    );
  }

  sync(stored: Stored): SyncState {
    if (stored.published === null) return 'local_only';
    return changesBetween(stored.published, stored.draft).length === 0 ? 'in_sync' : 'changed_here';
  }

  findings(draft: Draft): Finding[] {
    return findingsOf(draft, this.#facts(), this.limits);
  }

  view(stored: Stored): DraftView {
    const { draft } = stored;
    return {
      key: draft.key,
      draft: copy(draft),
      version: stored.version,
      findings: this.findings(draft),
      undo: stored.past.at(-1)?.label ?? null,
      redo: stored.future.at(-1)?.label ?? null,
      locked: draft.status === 'active' || draft.status === 'ended',
      sync: this.sync(stored),
      assets: this.#facts(),
    };
  }

  workspace(jobs: string[]): WorkspaceView {
    return {
      path: '/home/you/Rehearsal/workspace.rehearsal',
      name: 'Rehearsal',
      read_only: this.readOnly,
      first_start: this.stored.size === 0,
      campaigns: this.all().map((stored) => this.#row(stored)),
      logs: this.logs,
      server: this.server,
      jobs,
    };
  }

  #row(stored: Stored): CampaignRow {
    const { draft } = stored;
    const steps = draft.groups.flatMap((group) => group.message.steps);
    const images = steps.flatMap((step) => [...step.images.portrait, ...step.images.landscape]);
    const forecast = this.forecasts.get(draft.key)?.campaigns[0];
    const { start, end } = draft.period;
    return {
      key: draft.key,
      name: draft.name,
      status: draft.status,
      kind: draft.kind,
      priority: draft.priority,
      platforms: draft.platforms,
      orientations: draft.orientations,
      layout: steps[0]?.layout ?? null,
      colors: steps[0] ? colorsOf(steps[0]) : null,
      trigger: draft.triggers.map((rule) => rule.event).join(', '),
      period: draft.period.type === 'scheduled' ? `${start} – ${end}` : null,
      tags: draft.tags,
      thumbnail: images[0]?.asset ?? null,
      sync: this.sync(stored),
      findings: countFindings(this.findings(draft)),
      forecast: forecast
        ? {
            impressions: forecast.impressions,
            cap_hits: Object.values(forecast.cap_hits).reduce((sum, hits) => sum + hits, 0),
            by_day: forecast.by_day.map((day) => day.impressions),
          }
        : null,
      updated_ms: stored.updated_ms,
    };
  }

  #facts(): Record<string, AssetFacts> {
    return Object.fromEntries(
      Object.entries(this.assets).map(([hash, asset]) => [hash, asset.facts]),
    );
  }
}

function colorsOf({ background, title, buttons }: Step): MessageColors {
  return { background, title: title.color, button: buttons[0]?.background ?? null };
}
