/**
 * A host without a backend, for tests and for looking at the windows while they are made. It is
 * never part of a build: `host/index.ts` imports it in the development server only.
 */

import { blankButton, blankGroup } from '../../blank';
import type {
  AssetFacts,
  CampaignRow,
  CommandName,
  Commands,
  Draft,
  DraftView,
  Failure,
  Forecast,
  JobView,
  LogRow,
  Move,
  PublishReport,
  ServerView,
  Status,
  SyncState,
  Template,
  WorkspaceView,
} from '../../contract';
import { CommandFailed, type Host } from '../host';
import { changesBetween } from './changes';
import { countFindings, findingsOf } from './findings';
import { inventForecast } from './forecast';
import { SAMPLE_ASSETS, SAMPLE_DRAFTS, SHOP_LOG, type StoredAsset } from './samples';

interface Stored {
  draft: Draft;
  version: number;
  past: { label: string; draft: Draft }[];
  future: { label: string; draft: Draft }[];
  published: Draft | null;
  deleted: boolean;
  updated_ms: number;
}

interface RunningJob {
  view: JobView;
  started_ms: number;
  lasts_ms: number;
  finish: () => unknown;
}

export interface MockOptions {
  /** `sample` starts with the sample campaigns, anything else with an empty workspace. */
  start?: string;
  /** How long a job takes. */
  job_ms?: number;
}

const NEXT_STATUS: Record<Move, Status> = {
  start: 'active',
  pause: 'paused',
  resume: 'active',
  end: 'ended',
};

class Mock {
  readonly #stored = new Map<string, Stored>();
  readonly #assets: Record<string, StoredAsset> = { ...SAMPLE_ASSETS };
  readonly #jobs = new Map<string, RunningJob>();
  readonly #forecasts = new Map<string, Forecast>();
  readonly #job_ms: number;
  #logs: LogRow[] = [];
  #server: ServerView = { url: null, state: 'none', message: '' };
  #serial = 0;

  constructor({ start = 'sample', job_ms = 1600 }: MockOptions) {
    this.#job_ms = job_ms;
    if (start === 'sample') this.loadSample();
  }

  loadSample(): void {
    for (const draft of SAMPLE_DRAFTS) this.#keep(copy(draft));
    this.#logs = [SHOP_LOG];
    for (const key of ['free-delivery', 'weekend-reading']) {
      const stored = this.#find(key);
      stored.published = copy(stored.draft);
      this.#forecasts.set(key, inventForecast(stored.draft, SHOP_LOG));
    }
    this.#find('weekend-reading').published!.name = 'Weekend reading';
  }

  assetUrl(sha256: string): string {
    return this.#assets[sha256]?.url ?? '';
  }

  /** What another window would do: saves a draft behind this one's back. */
  changeElsewhere(key: string, change: (draft: Draft) => void): void {
    const stored = this.#find(key);
    change(stored.draft);
    stored.version += 1;
  }

  readonly commands: { [N in CommandName]: (args: Commands[N][0]) => Commands[N][1] } = {
    workspace: () => this.#workspace(),
    load_sample: () => {
      this.loadSample();
      return this.#workspace();
    },
    create_campaign: ({ name, template }) =>
      this.#view(this.#keep(newDraft(name, template, ++this.#serial))),
    duplicate_campaign: ({ key }) => {
      const draft = copy(this.#find(key).draft);
      return this.#view(
        this.#keep({
          ...draft,
          key: `campaign_${++this.#serial}`,
          name: `${draft.name} (copy)`,
          status: 'draft',
        }),
      );
    },
    delete_campaign: ({ key }) => {
      this.#find(key).deleted = true;
      return {};
    },
    restore_campaign: ({ key }) => {
      this.#find(key).deleted = false;
      return {};
    },
    open_draft: ({ key }) => this.#view(this.#find(key)),
    save_draft: ({ key, version, draft }) => {
      const stored = this.#current(key, version);
      const label = changesBetween(stored.draft, draft)[0]?.label;
      if (label === undefined) return this.#view(stored);
      if (stored.past.at(-1)?.label !== label) stored.past.push({ label, draft: stored.draft });
      stored.future = [];
      return this.#put(stored, copy(draft));
    },
    undo: ({ key, version }) => {
      const stored = this.#current(key, version);
      const entry = stored.past.pop();
      if (entry === undefined) throw failed('nothing_to_undo', 'there is nothing to undo', '');
      stored.future.push({ label: entry.label, draft: stored.draft });
      return this.#put(stored, entry.draft);
    },
    redo: ({ key, version }) => {
      const stored = this.#current(key, version);
      const entry = stored.future.pop();
      if (entry === undefined) throw failed('nothing_to_redo', 'there is nothing to redo', '');
      stored.past.push({ label: entry.label, draft: stored.draft });
      return this.#put(stored, entry.draft);
    },
    set_status: ({ key, move }) => {
      const stored = this.#find(key);
      if (move === 'start' && countFindings(this.#findings(stored.draft)).block > 0) {
        throw failed(
          'findings',
          `could not start “${stored.draft.name}”: it has findings that block`,
          'Settle them first.',
        );
      }
      return this.#put(stored, { ...stored.draft, status: NEXT_STATUS[move] });
    },
    put_asset: ({ name, base64 }) => this.#putAsset(name, base64),
    import_log: ({ path }) => {
      if (!/\.(csv|gz|log|jsonl?|parquet)$/.test(path)) {
        throw failed(
          'no_log',
          `could not import ${path}: it is not a log that Rehearsal knows`,
          'Choose a CSV, JSON lines, access log or Parquet file.',
        );
      }
      return this.#run('Import', 'events', 48_200, () => {
        const name = path.split('/').pop() ?? path;
        const row = {
          ...SHOP_LOG,
          id: `log_${++this.#serial}`,
          name,
          path,
          events: 48_200,
          users: 1_140,
        };
        this.#logs = [...this.#logs, row];
        return row;
      });
    },
    forget_log: ({ id }) => {
      this.#logs = this.#logs.filter((log) => log.id !== id);
      return {};
    },
    start_forecast: ({ key, log }) => {
      const row = this.#logs.find((each) => each.id === log);
      if (row === undefined)
        throw failed('log_missing', 'could not find the log', 'Choose another log.');
      const { draft } = this.#find(key);
      return this.#run('Forecast', 'events', row.events, () => {
        const forecast = inventForecast(draft, row);
        this.#forecasts.set(key, forecast);
        return forecast;
      });
    },
    poll_job: ({ job }) => this.#poll(job),
    cancel_job: ({ job }) => {
      const running = this.#jobs.get(job);
      if (running?.view.state === 'running') running.view = { ...running.view, state: 'cancelled' };
      return {};
    },
    last_forecast: ({ key }) => this.#forecasts.get(key) ?? null,
    publish_plan: () => ({
      server: this.#server,
      items: this.#all()
        .filter((stored) => this.#sync(stored) !== 'in_sync')
        .map((stored) => ({
          key: stored.draft.key,
          name: stored.draft.name,
          state: this.#sync(stored),
          changes: stored.published === null ? [] : changesBetween(stored.published, stored.draft),
          new: stored.published === null,
          findings: countFindings(this.#findings(stored.draft)),
          moves: [],
          conflicts: [],
          revision: null,
        })),
    }),
    start_publish: ({ keys }) =>
      this.#run('Publish', 'campaigns', keys.length, () => this.#publish(keys)),
    set_server: ({ url }) => {
      if (!/^https?:\/\//.test(url)) {
        throw failed(
          'server_url',
          `could not use “${url}” as a server`,
          'Write an address that starts with https:// or http://127.0.0.1.',
        );
      }
      this.#server = { url, state: 'online', message: 'Rehearsal server 0.1.0' };
      return this.#server;
    },
    check_server: () => this.#server,
    open_lab: () => ({}),
  };

  #publish(keys: readonly string[]): PublishReport {
    return {
      images: 0,
      items: keys.map((key) => {
        const stored = this.#find(key);
        stored.published = copy(stored.draft);
        return {
          key,
          name: stored.draft.name,
          outcome: 'published' as const,
          revision: stored.version,
          message: '',
          hint: null,
          conflicts: [],
        };
      }),
    };
  }

  #workspace(): WorkspaceView {
    return {
      path: '/home/you/Rehearsal/workspace.sqlite',
      name: 'Rehearsal',
      read_only: false,
      first_start: this.#stored.size === 0,
      campaigns: this.#all().map((stored) => this.#row(stored)),
      logs: this.#logs,
      server: this.#server,
      jobs: [...this.#jobs.values()]
        .filter(({ view }) => view.state === 'running')
        .map(({ view }) => view.job),
    };
  }

  #row(stored: Stored): CampaignRow {
    const { draft } = stored;
    const steps = draft.groups.flatMap((group) => group.message.steps);
    const images = steps.flatMap((step) => [...step.images.portrait, ...step.images.landscape]);
    const forecast = this.#forecasts.get(draft.key)?.campaigns[0];
    return {
      key: draft.key,
      name: draft.name,
      status: draft.status,
      kind: draft.kind,
      priority: draft.priority,
      platforms: draft.platforms,
      orientations: draft.orientations,
      layout: steps[0]?.layout ?? null,
      trigger: draft.triggers.map((rule) => rule.event).join(', '),
      period:
        draft.period.type === 'scheduled' ? `${draft.period.start} to ${draft.period.end}` : null,
      tags: draft.tags,
      thumbnail: images[0]?.asset ?? null,
      sync: this.#sync(stored),
      findings: countFindings(this.#findings(draft)),
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

  #view(stored: Stored): DraftView {
    const { draft } = stored;
    return {
      key: draft.key,
      draft: copy(draft),
      version: stored.version,
      findings: this.#findings(draft),
      undo: stored.past.at(-1)?.label ?? null,
      redo: stored.future.at(-1)?.label ?? null,
      locked: draft.status === 'active' || draft.status === 'ended',
      sync: this.#sync(stored),
      assets: this.#facts(),
    };
  }

  #put(stored: Stored, draft: Draft): DraftView {
    stored.draft = draft;
    stored.version += 1;
    stored.updated_ms = Date.now();
    return this.#view(stored);
  }

  #keep(draft: Draft): Stored {
    const stored: Stored = {
      draft,
      version: 1,
      past: [],
      future: [],
      published: null,
      deleted: false,
      updated_ms: Date.now() - this.#stored.size * 3_600_000,
    };
    this.#stored.set(draft.key, stored);
    return stored;
  }

  #all(): Stored[] {
    return [...this.#stored.values()].filter((stored) => !stored.deleted);
  }

  #find(key: string): Stored {
    const stored = this.#stored.get(key);
    if (stored === undefined)
      throw failed('no_campaign', `could not find the campaign ${key}`, 'Go back to the list.');
    return stored;
  }

  #current(key: string, version: number): Stored {
    const stored = this.#find(key);
    if (stored.version !== version) {
      throw failed(
        'changed_elsewhere',
        'the campaign was changed in another window',
        'Choose which one to keep.',
      );
    }
    return stored;
  }

  #sync(stored: Stored): SyncState {
    if (stored.published === null) return 'local_only';
    return changesBetween(stored.published, stored.draft).length === 0 ? 'in_sync' : 'changed_here';
  }

  #facts(): Record<string, AssetFacts> {
    return Object.fromEntries(
      Object.entries(this.#assets).map(([hash, asset]) => [hash, asset.facts]),
    );
  }

  #findings(draft: Draft): ReturnType<typeof findingsOf> {
    return findingsOf(draft, this.#facts());
  }

  #putAsset(name: string, base64: string): Commands['put_asset'][1] {
    const isPng = base64.startsWith('iVBORw0KGgo');
    if (!isPng && !base64.startsWith('/9j/')) {
      throw failed(
        'image_format',
        `could not use ${name}: it is neither a PNG nor a JPEG`,
        'Export it as PNG or JPEG and choose it again.',
      );
    }
    const sha256 = `${++this.#serial}`.padStart(64, '0');
    const facts: AssetFacts = {
      width: 1450,
      height: 500,
      bytes: Math.round(base64.length * 0.75),
      format: isPng ? 'png' : 'jpeg',
    };
    this.#assets[sha256] = { url: `data:image/${facts.format};base64,${base64}`, facts };
    return { sha256, facts };
  }

  #run(title: string, unit: string, total: number, finish: () => unknown): { job: string } {
    const job = `job_${++this.#serial}`;
    this.#jobs.set(job, {
      view: {
        job,
        title,
        state: 'running',
        done: 0,
        total,
        unit,
        elapsed_ms: 0,
        result: null,
        failure: null,
      },
      started_ms: Date.now(),
      lasts_ms: this.#job_ms,
      finish,
    });
    return { job };
  }

  #poll(job: string): JobView {
    const running = this.#jobs.get(job);
    if (running === undefined) throw failed('no_job', `could not find the job ${job}`, '');
    if (running.view.state !== 'running') return running.view;
    const elapsed_ms = Date.now() - running.started_ms;
    const total = running.view.total ?? 0;
    if (elapsed_ms >= running.lasts_ms) {
      running.view = {
        ...running.view,
        state: 'done',
        done: total,
        elapsed_ms,
        result: running.finish(),
      };
    } else {
      running.view = {
        ...running.view,
        done: Math.floor((total * elapsed_ms) / running.lasts_ms),
        elapsed_ms,
      };
    }
    return running.view;
  }
}

function newDraft(name: string, template: Template, serial: number): Draft {
  const group = blankGroup('A');
  const step = group.message.steps[0]!;
  if (template === 'banner') Object.assign(step, { layout: 'banner', content: 'text' });
  else step.buttons = [blankButton('button_1')];
  return {
    ...copy(SAMPLE_DRAFTS[1]!),
    key: `campaign_${serial}`,
    name,
    description: '',
    tags: [],
    status: 'draft',
    groups: [group],
    test_devices: [],
  };
}

function failed(code: string, message: string, hint: string): CommandFailed {
  const failure: Failure = { code, message, hint };
  return new CommandFailed(failure);
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export type MockHost = Host & Pick<Mock, 'changeElsewhere'>;

export function mockHost(options: MockOptions = {}): MockHost {
  const mock = new Mock(options);
  return {
    async call<N extends CommandName>(name: N, args: Commands[N][0]) {
      return copy(mock.commands[name](copy(args)));
    },
    assetUrl: (sha256) => mock.assetUrl(sha256),
    frameUrl: () => '/preview/frame.html',
    frameSandbox: 'allow-scripts',
    changeElsewhere: (key, change) => mock.changeElsewhere(key, change),
  };
}
