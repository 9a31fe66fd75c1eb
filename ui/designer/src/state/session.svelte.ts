import { createContext } from 'svelte';
import { doneWords } from '../campaigns/acts';
import type {
  Act,
  CommandName,
  Commands,
  DraftView,
  Failure,
  Forecast,
  Move,
  PublishReport,
  Refusal,
  Template,
  WorkspaceView,
} from '../contract';
import { asFailure, type Host } from '../host';
import { EditorState } from './editor.svelte';
import { Jobs, type Job } from './jobs.svelte';
import { ListState } from './list.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { Transfer } from './transfer.svelte';
import { Watch } from './watch';
import { plural } from '../words/numbers';

export type View = 'campaigns' | 'editor' | 'logs' | 'activity' | 'settings';
export type SheetName =
  | 'forecast'
  | 'publish'
  | 'new'
  | 'import'
  | 'palette'
  | 'shortcuts'
  | 'versions'
  | 'deleted'
  | 'end'
  | 'refusals'
  | 'import_campaigns'
  | 'export_campaigns';

const DEFAULT_LOG = 'rehearsal.default_log';

/** What this window knows: the workspace, where one is, and everything under way. */
export class Session {
  readonly host: Host;
  readonly toasts = new Toasts();
  readonly theme = new Theme();
  readonly jobs: Jobs;
  readonly list = new ListState(() => this.workspace?.campaigns ?? []);
  readonly transfer: Transfer;

  workspace = $state.raw<WorkspaceView | null>(null);
  failure = $state.raw<Failure | null>(null);
  view = $state<View>('campaigns');
  editor = $state.raw<EditorState | null>(null);
  sheet = $state<SheetName | null>(null);
  /** The last forecast of each campaign that was asked for in this session. */
  forecasts = $state.raw<Record<string, Forecast>>({});
  /** What an act on many campaigns could not do, for the sheet that tells it. */
  refusals = $state.raw<{ act: Act; done: number; refused: Refusal[] } | null>(null);
  /** The campaigns that the sheet in hand is about: those to end, or to export. */
  keys = $state.raw<readonly string[]>([]);
  loadingSample = $state(false);
  defaultLog = $state(localStorage.getItem(DEFAULT_LOG));

  constructor(host: Host) {
    this.host = host;
    this.jobs = new Jobs(host);
    this.transfer = new Transfer(host, () => this.load());
  }

  call<N extends CommandName>(name: N, args: Commands[N][0]): Promise<Commands[N][1]> {
    return this.host.call(name, args);
  }

  /** Whether nothing in this workspace can be changed. */
  get readOnly(): boolean {
    return this.workspace?.read_only === true;
  }

  /** Reads the workspace and keeps up with what changes in it, until the answer is called. */
  watch(): () => void {
    return new Watch(this.host, async () => {
      await Promise.all([this.load(), this.editor?.sawChange()]);
    }).start();
  }

  async load(): Promise<void> {
    try {
      this.workspace = await this.call('workspace', {});
      this.failure = null;
      this.jobs.adopt(this.workspace.jobs, () => void this.load());
      if (this.workspace.server.state === 'unknown') void this.#askServer();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Runs something; a failure becomes a toast and `undefined`. */
  async attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (thrown) {
      this.toasts.fail(asFailure(thrown));
      return undefined;
    }
  }

  async show(view: Exclude<View, 'editor'>): Promise<void> {
    if (!(await this.#leaveEditor())) return;
    this.view = view;
    this.sheet = null;
    await this.load();
  }

  async open(key: string): Promise<void> {
    await this.attempt(async () => {
      if (!(await this.#leaveEditor())) return;
      this.#enter(await this.call('open_draft', { key }));
    });
  }

  async create(name: string, template: Template): Promise<void> {
    const view = await this.call('create_campaign', { name, template });
    if (await this.#leaveEditor()) this.#enter(view);
    await this.load();
  }

  async duplicate(key: string): Promise<void> {
    await this.attempt(async () => {
      if (!(await this.#leaveEditor())) return;
      const view = await this.call('duplicate_campaign', { key });
      this.#enter(view);
      this.toasts.say(`Duplicated as “${view.draft.name}”`);
      await this.load();
    });
  }

  async remove(key: string): Promise<void> {
    await this.attempt(async () => {
      if (this.editor?.key === key) await this.show('campaigns');
      if (this.editor?.key === key) return;
      await this.#act([key], 'delete');
    });
  }

  /** Does one thing to campaigns of the list, and tells what came of it. */
  async act(keys: readonly string[], act: Act): Promise<void> {
    await this.attempt(() => this.#act(keys, act));
  }

  /** Opens a sheet about some campaigns. */
  ask(sheet: 'end' | 'export_campaigns', keys: readonly string[]): void {
    this.keys = keys;
    this.sheet = sheet;
  }

  async loadSample(): Promise<void> {
    this.loadingSample = true;
    await this.attempt(async () => {
      this.workspace = await this.call('load_sample', {});
    });
    this.loadingSample = false;
  }

  /** Moves a campaign's status, from the list or from its editor. */
  async move(key: string, move: Move): Promise<void> {
    await this.attempt(async () => {
      if (this.editor?.key !== key) return this.act([key], move);
      await this.editor.move(move);
      await this.load();
    });
  }

  async importLog(path: string): Promise<void> {
    const { job } = await this.call('import_log', { path });
    this.jobs.follow(job, 'import', null, `Import ${fileName(path)}`, (settled) => {
      this.#announce(settled, 'Log imported');
      void this.load();
    });
  }

  async startForecast(key: string, log: string): Promise<void> {
    if (this.editor?.key === key) await this.editor.flush();
    const { job } = await this.call('start_forecast', { key, log });
    this.jobs.follow(job, 'forecast', key, 'Forecast', (settled) => {
      if (settled.view.state === 'done') {
        this.forecasts = { ...this.forecasts, [key]: settled.view.result as Forecast };
      }
      if (this.sheet !== 'forecast') this.#announce(settled, 'Forecast ready');
      void this.load();
    });
  }

  async recallForecast(key: string): Promise<void> {
    if (this.forecasts[key] !== undefined) return;
    const stored = await this.attempt(() => this.call('last_forecast', { key }));
    if (stored) this.forecasts = { ...this.forecasts, [key]: stored };
  }

  async publish(keys: string[]): Promise<void> {
    const { job } = await this.call('start_publish', { keys });
    const title = `Publish ${plural(keys.length, 'campaign')}`;
    this.jobs.follow(job, 'publish', null, title, (settled) => {
      const report = settled.view.result as PublishReport | null;
      const sent = report?.items.filter((item) => item.outcome === 'published').length ?? 0;
      if (this.sheet !== 'publish')
        this.#announce(settled, `Published ${plural(sent, 'campaign')}`);
      void this.load();
    });
  }

  async openLab(key: string | null): Promise<void> {
    await this.attempt(() => this.call('open_lab', { key }));
  }

  chooseDefaultLog(id: string): void {
    this.defaultLog = id;
    localStorage.setItem(DEFAULT_LOG, id);
  }

  /** Learns whether the server is there; one that is not says so in the answer. */
  async #askServer(): Promise<void> {
    const server = await this.attempt(() => this.call('check_server', {}));
    if (server && this.workspace) this.workspace = { ...this.workspace, server };
  }

  async #act(keys: readonly string[], act: Act): Promise<void> {
    const before = this.workspace?.campaigns ?? [];
    const report = await this.call('act_on_campaigns', { keys: [...keys], act });
    await this.load();
    const { done, refused } = report;
    // A deleted campaign has its name in the old list, a restored or duplicated one in the new.
    const rows = [...before, ...(this.workspace?.campaigns ?? [])];
    const about = act === 'duplicate' && keys.length === 1 ? keys[0] : done[0];
    const words = doneWords(act, report, rows.find((row) => row.key === about)?.name || undefined);
    const copied = done[0];
    if (act === 'delete' && done.length > 0) {
      this.toasts.offer(words, 'Undo', () => void this.act(done, 'restore'));
    } else if (act === 'duplicate' && done.length === 1 && copied !== undefined) {
      this.toasts.offer(words, 'Open', () => void this.open(copied));
    } else if (done.length > 0) {
      this.toasts.say(words, 'success');
    }
    const only = refused.length === 1 && done.length === 0 ? refused[0] : undefined;
    if (only !== undefined) this.toasts.fail(only.failure);
    else if (refused.length > 0) {
      this.refusals = { act, done: done.length, refused };
      this.sheet = 'refusals';
    }
  }

  #enter(view: DraftView): void {
    const may = this.readOnly ? 'read' : 'edit';
    this.editor = new EditorState(this.host, view, may);
    this.view = 'editor';
    this.sheet = null;
  }

  /** Saves before leaving; stays where saving is impossible, so that nothing typed is lost. */
  async #leaveEditor(): Promise<boolean> {
    if (this.editor !== null && !(await this.editor.flush())) {
      if (this.editor.failure !== null) this.toasts.fail(this.editor.failure);
      return false;
    }
    this.editor = null;
    return true;
  }

  #announce(job: Job, done: string): void {
    if (job.view.failure !== null) this.toasts.fail(job.view.failure);
    else if (job.view.state === 'done') this.toasts.say(done, 'success');
  }
}

function fileName(path: string): string {
  return path.split(/[/\\]/).pop() ?? path;
}

export const [useSession, provideSession] = createContext<Session>();
