import type { Failure, VersionRow, VersionView } from '../contract';
import { asFailure, type Host } from '../host';
import type { EditorState } from './editor.svelte';

/** The kept versions of the campaign in the editor, and the one that is looked at. */
export class Versions {
  /** The newest first; null until they are known. */
  rows = $state.raw<readonly VersionRow[] | null>(null);
  shown = $state.raw<VersionView | null>(null);
  failure = $state.raw<Failure | null>(null);
  readonly #host: Host;
  readonly #editor: EditorState;

  constructor(host: Host, editor: EditorState) {
    this.#host = host;
    this.#editor = editor;
  }

  /** Saves what is being typed first, so that the differences are those one sees. */
  async load(): Promise<void> {
    await this.#attempt(async () => {
      await this.#editor.flush();
      this.rows = await this.#host.call('versions', { key: this.#editor.key });
      const first = this.rows.find((row) => row.changes > 0) ?? this.rows[0];
      if (first) await this.#show(first.id);
    });
  }

  async show(id: number): Promise<void> {
    await this.#attempt(() => this.#show(id));
  }

  /** Keeps the draft in hand under a name. */
  async keep(name: string): Promise<boolean> {
    return this.#attempt(async () => {
      const { key } = this.#editor;
      const version = await this.#version();
      this.rows = await this.#host.call('name_version', { key, version, name });
    });
  }

  async rename(id: number, name: string): Promise<boolean> {
    return this.#attempt(async () => {
      this.rows = await this.#host.call('rename_version', { key: this.#editor.key, id, name });
      await this.#show(id);
    });
  }

  /** Makes the draft in hand what it was; one edit that can be undone. */
  async restore(id: number): Promise<boolean> {
    return this.#attempt(async () => {
      const { key } = this.#editor;
      const version = await this.#version();
      await this.#host.call('restore_version', { key, version, id });
      await this.#editor.takeStored();
    });
  }

  async #show(id: number): Promise<void> {
    this.shown = await this.#host.call('show_version', { key: this.#editor.key, id });
  }

  /** The stored version, after everything typed is in it. */
  async #version(): Promise<number> {
    await this.#editor.flush();
    return (await this.#host.call('open_draft', { key: this.#editor.key })).version;
  }

  async #attempt(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      this.failure = null;
      return true;
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return false;
    }
  }
}
