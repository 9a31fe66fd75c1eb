import type { Failure, ImportFrom, ImportReport } from '../contract';
import { asFailure, type Host } from '../host';
import { base64Of } from '../transfer/files';

/** One source that was imported, or could not be. */
export interface Imported {
  name: string;
  report: ImportReport | null;
  failure: Failure | null;
}

/** Imports of campaigns: each source comes in whole or not at all. */
export class Transfer {
  /** What came of the last import, source by source. */
  imported = $state.raw<readonly Imported[]>([]);
  busy = $state(false);
  readonly #host: Host;
  readonly #changed: () => Promise<void>;

  constructor(host: Host, changed: () => Promise<void>) {
    this.#host = host;
    this.#changed = changed;
  }

  async fromPath(path: string): Promise<void> {
    await this.#run([{ name: path, from: () => Promise.resolve({ path }) }]);
  }

  async fromFiles(files: readonly File[]): Promise<void> {
    await this.#run(
      files.map((file) => ({
        name: file.name,
        from: async () => ({ name: file.name, base64: await base64Of(file) }),
      })),
    );
  }

  forget(): void {
    this.imported = [];
  }

  async #run(sources: { name: string; from: () => Promise<ImportFrom> }[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const imported: Imported[] = [];
    for (const { name, from } of sources) {
      try {
        const report = await this.#host.call('import_campaigns', { from: await from() });
        imported.push({ name, report, failure: null });
      } catch (thrown) {
        imported.push({ name, report: null, failure: asFailure(thrown) });
      }
    }
    this.imported = imported;
    this.busy = false;
    await this.#changed();
  }
}
