import { getContext, setContext } from 'svelte';
import type { Vocabulary } from './picks';
import type { LogRow } from '../contract';
import type { Session } from '../state/session.svelte';

const KEY = Symbol('vocabulary');

/** The names and values of the default log, read once per log while the editor is open. */
export class LogVocabulary {
  known = $state.raw<Vocabulary | null>(null);
  readonly #session: Session;
  #read: string | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The log that pickers and trials look into: the default one, else the newest. */
  get log(): LogRow | null {
    const logs = this.#session.workspace?.logs ?? [];
    return logs.find(({ id }) => id === this.#session.defaultLog) ?? logs[0] ?? null;
  }

  /** Reads the log in hand unless it was read already. A log that is gone offers nothing. */
  async read(): Promise<void> {
    const { log } = this;
    if (this.#read === (log?.id ?? null)) return;
    this.#read = log?.id ?? null;
    this.known = null;
    if (log === null) return;
    const words = await this.#session.attempt(() =>
      this.#session.call('log_words', { log: log.id }),
    );
    if (words !== undefined && this.#read === log.id) this.known = { words, log: log.name };
  }
}

export function provideVocabulary(vocabulary: LogVocabulary): void {
  setContext(KEY, vocabulary);
}

/** The vocabulary of the editor above in the tree. */
export function useVocabulary(): LogVocabulary {
  return getContext<LogVocabulary>(KEY);
}
