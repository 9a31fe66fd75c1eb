import type { JobView } from '../contract';
import { asFailure, type Host } from '../host';

const POLL_MS = 100;

/** `other`: it was started by another window, or before this one was reloaded. */
export type JobKind = 'forecast' | 'publish' | 'import' | 'other';

/** A long piece of work that goes on while other things are done. */
export class Job {
  readonly id: string;
  readonly kind: JobKind;
  /** The campaign it is about, or null. */
  readonly key: string | null;
  readonly startedAt = new Date();
  view = $state.raw<JobView>()!;
  running = $derived(this.view.state === 'running');
  /** From 0 to 1; null while the total is unknown. */
  share = $derived(
    this.view.total === null || this.view.total === 0
      ? null
      : Math.min(1, this.view.done / this.view.total),
  );
  /** Milliseconds until done at the pace so far; null while nobody can know. */
  left_ms = $derived(
    this.share === null || this.share < 0.05
      ? null
      : (this.view.elapsed_ms / this.share) * (1 - this.share),
  );

  constructor(id: string, kind: JobKind, key: string | null, title: string) {
    this.id = id;
    this.kind = kind;
    this.key = key;
    this.view = {
      job: id,
      title,
      state: 'running',
      done: 0,
      total: null,
      unit: '',
      elapsed_ms: 0,
      result: null,
      failure: null,
    };
  }
}

/** The jobs of this session, the newest first. */
export class Jobs {
  list = $state.raw<Job[]>([]);
  running = $derived(this.list.filter((job) => job.running));
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  latest(kind: JobKind, key: string | null): Job | undefined {
    return this.list.find((job) => job.kind === kind && job.key === key);
  }

  /** Starts to follow a job; `settled` is called once, when it is no longer running. */
  follow(
    id: string,
    kind: JobKind,
    key: string | null,
    title: string,
    settled: (job: Job) => void,
  ): Job {
    const job = new Job(id, kind, key, title);
    this.list = [job, ...this.list.filter((each) => each.id !== id)];
    void this.#poll(job, settled);
    return job;
  }

  /** Follows jobs that run without having been started here. */
  adopt(ids: readonly string[], settled: () => void): void {
    for (const id of ids) {
      if (this.list.some((job) => job.id === id)) continue;
      this.follow(id, 'other', null, 'Work under way', settled);
    }
  }

  async cancel(job: Job): Promise<void> {
    await this.#host.call('cancel_job', { job: job.id });
  }

  async #poll(job: Job, settled: (job: Job) => void): Promise<void> {
    while (job.running) {
      try {
        job.view = await this.#host.call('poll_job', { job: job.id });
      } catch (thrown) {
        job.view = { ...job.view, state: 'failed', failure: asFailure(thrown) };
      }
      if (job.running) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    settled(job);
  }
}
