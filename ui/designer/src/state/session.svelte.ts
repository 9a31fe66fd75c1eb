import { createContext } from 'svelte';
import type {
  CommandName,
  Commands,
  DraftView,
  Failure,
  Forecast,
  Move,
  PublishReport,
  Template,
  WorkspaceView,
} from '../contract';
import { asFailure, type Host } from '../host';
import { EditorState } from './editor.svelte';
import { Jobs, type Job } from './jobs.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { plural } from '../words/numbers';

export type View = 'campaigns' | 'editor' | 'logs' | 'activity' | 'settings';
export type SheetName = 'forecast' | 'publish' | 'new' | 'import' | 'palette';

const DEFAULT_LOG = 'rehearsal.default_log';

/** What this window knows: the workspace, where one is, and everything under way. */
export class Session {
  readonly host: Host;
  readonly toasts = new Toasts();
  readonly theme = new Theme();
  readonly jobs: Jobs;

  workspace = $state.raw<WorkspaceView | null>(null);
  failure = $state.raw<Failure | null>(null);
  view = $state<View>('campaigns');
  editor = $state.raw<EditorState | null>(null);
  sheet = $state<SheetName | null>(null);
  /** The last forecast of each campaign that was asked for in this session. */
  forecasts = $state.raw<Record<string, Forecast>>({});
  loadingSample = $state(false);
  defaultLog = $state(localStorage.getItem(DEFAULT_LOG));

  constructor(host: Host) {
    this.host = host;
    this.jobs = new Jobs(host);
  }

  call<N extends CommandName>(name: N, args: Commands[N][0]): Promise<Commands[N][1]> {
    return this.host.call(name, args);
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

  async remove(key: string, name: string): Promise<void> {
    await this.attempt(async () => {
      if (this.editor?.key === key) await this.show('campaigns');
      if (this.editor?.key === key) return;
      await this.call('delete_campaign', { key });
      await this.load();
      this.toasts.offer(`Deleted “${name}”`, 'Undo', () => void this.#restore(key));
    });
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
      if (this.editor?.key === key) await this.editor.move(move);
      else await this.call('set_status', { key, move });
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

  async #restore(key: string): Promise<void> {
    await this.attempt(async () => {
      await this.call('restore_campaign', { key });
      await this.load();
    });
  }

  #enter(view: DraftView): void {
    const may = this.workspace?.read_only === true ? 'read' : 'edit';
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
