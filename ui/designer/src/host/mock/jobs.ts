import type { JobView } from '../../contract';
import { failed } from './failed';

interface RunningJob {
  view: JobView;
  started_ms: number;
  finish: () => unknown;
}

/** Jobs that take a while and then do their work at once. */
export class MockJobs {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #lasts_ms: number;
  #serial = 0;

  constructor({ lasts_ms }: { lasts_ms: number }) {
    this.#lasts_ms = lasts_ms;
  }

  running(): string[] {
    return [...this.#jobs.values()]
      .filter(({ view }) => view.state === 'running')
      .map(({ view }) => view.job);
  }

  run(title: string, unit: string, total: number, finish: () => unknown): { job: string } {
    const job = `job_${++this.#serial}`;
    const none = { done: 0, elapsed_ms: 0, result: null, failure: null };
    const view: JobView = { job, title, state: 'running', total, unit, ...none };
    this.#jobs.set(job, { view, started_ms: Date.now(), finish });
    return { job };
  }

  cancel(job: string): void {
    const running = this.#jobs.get(job);
    if (running?.view.state === 'running') running.view = { ...running.view, state: 'cancelled' };
  }

  poll(job: string): JobView {
    const running = this.#jobs.get(job);
    if (running === undefined) throw failed('no_job', `could not find the job ${job}`, '');
    if (running.view.state !== 'running') return running.view;
    const elapsed_ms = Date.now() - running.started_ms;
    const total = running.view.total ?? 0;
    const done = Math.min(total, Math.floor((total * elapsed_ms) / this.#lasts_ms));
    running.view = { ...running.view, done, elapsed_ms };
    if (elapsed_ms >= this.#lasts_ms) {
      running.view = { ...running.view, state: 'done', done: total, result: running.finish() };
    }
    return running.view;
  }
}
