import type {
  AssetFacts,
  Draft,
  DraftView,
  Failure,
  Finding,
  Group,
  Move,
  Step,
  SyncState,
} from '../contract';
import { asFailure, type Host } from '../host';
import { placeOf, SECTIONS, type SectionId } from '../editor/sections';
import { applySettings } from './repair';

const SAVE_AFTER_MS = 250;
/** However fast one types, nothing waits longer than this. */
const SAVE_WITHIN_MS = 700;

/** `elsewhere`: another window changed the campaign, and the person has to choose. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'elsewhere';

/** A picture in the crop or fit tool, by the JSON pointer of its image. */
export type ImageTool =
  | { type: 'crop'; path: string; wide: number; high: number }
  | { type: 'fit'; path: string; bytes_max: number };

/**
 * One campaign in the editor. Edits are shown at once and saved shortly after; the backend keeps
 * the history. At most one save is on its way at any time.
 */
export class EditorState {
  readonly key: string;
  draft = $state<Draft>()!;
  findings = $state.raw<Finding[]>([]);
  assets = $state.raw<Record<string, AssetFacts>>({});
  undoLabel = $state<string | null>(null);
  redoLabel = $state<string | null>(null);
  locked = $state(false);
  sync = $state<SyncState>('local_only');
  saveState = $state<SaveState>('saved');
  failure = $state.raw<Failure | null>(null);

  section = $state<SectionId>('message');
  groupIndex = $state(0);
  stepIndex = $state(0);
  group = $derived(this.draft.groups[this.groupIndex] ?? this.draft.groups[0]);
  step = $derived(this.group?.message.steps[this.stepIndex] ?? this.group?.message.steps[0]);
  /** The JSON pointer of the step in hand. */
  stepPath = $derived(`/groups/${this.groupIndex}/message/steps/${this.stepIndex}`);
  /** The field to bring into view next, as a JSON pointer. */
  wanted = $state<string | null>(null);
  /** The picture that is being cropped or made smaller. */
  imageTool = $state.raw<ImageTool | null>(null);
  /** How often a change from another window was taken in without a question. */
  reloads = $state(0);

  readonly #host: Host;
  readonly #readOnly: boolean;
  #version = 0;
  #edits = 0;
  #savedEdits = 0;
  /** When what is unsaved has to be on its way. */
  #due_ms = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<boolean> | null = null;

  /** `may`: whether the workspace can be changed at all. */
  constructor(host: Host, view: DraftView, may: 'edit' | 'read' = 'edit') {
    this.#host = host;
    this.#readOnly = may === 'read';
    this.key = view.key;
    this.#replace(view);
    // A control group shows nothing; one looks at the first that does.
    this.groupIndex = Math.max(
      0,
      view.draft.groups.findIndex((group) => !group.control),
    );
  }

  /** Changes the draft and saves it soon. */
  edit(change: (draft: Draft) => void): void {
    if (this.locked) return;
    change(this.draft);
    if (this.#edits === this.#savedEdits) this.#due_ms = Date.now() + SAVE_WITHIN_MS;
    this.#edits += 1;
    this.#clampPlace();
    if (this.saveState !== 'elsewhere') this.saveState = 'unsaved';
    clearTimeout(this.#timer);
    const left_ms = Math.max(0, this.#due_ms - Date.now());
    this.#timer = setTimeout(() => void this.flush(), Math.min(SAVE_AFTER_MS, left_ms));
  }

  /** Changes the group in hand. */
  editGroup(change: (group: Group) => void): void {
    this.edit((draft) => {
      const group = draft.groups[this.groupIndex];
      if (group !== undefined) change(group);
    });
  }

  /** Changes the step in hand. */
  editStep(change: (step: Step) => void): void {
    this.editGroup((group) => {
      const step = group.message.steps[this.stepIndex];
      if (step !== undefined) change(step);
    });
  }

  /** Saves what is unsaved, now. False where that was not possible. */
  flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.saveState === 'elsewhere') return Promise.resolve(false);
    this.#flushing ??= this.#saveAll().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async undo(): Promise<void> {
    await this.#travel('undo');
  }

  async redo(): Promise<void> {
    await this.#travel('redo');
  }

  async move(move: Move): Promise<void> {
    if (!(await this.flush())) return;
    this.#replace(await this.#host.call('set_status', { key: this.key, move }));
  }

  /** Does what the finding offers: sets the fields as one step, or opens the picture's tool. */
  async repair({ path, code, repair }: Finding): Promise<void> {
    if (repair === null || this.locked) return;
    if (repair.type !== 'set') {
      this.goTo(path);
      this.imageTool = { ...repair, path: path.replace(/\/asset$/, '') };
      return;
    }
    // The pointers are those of the draft that was checked, so it must be the one in hand.
    if (!(await this.flush())) return;
    const current = this.findings.find((each) => each.path === path && each.code === code)?.repair;
    if (current?.type !== 'set') return;
    this.edit((draft) => applySettings(draft, current.fields));
    await this.flush();
  }

  /**
   * Something else may have changed the workspace. Where nothing here is unsaved, the stored
   * draft is taken; otherwise the next save finds out and asks.
   */
  async sawChange(): Promise<void> {
    if (this.#edits !== this.#savedEdits || this.#flushing !== null) return;
    const [edits, version] = [this.#edits, this.#version];
    const stored = await this.#host.call('open_draft', { key: this.key });
    if (stored.version === version || edits !== this.#edits || version !== this.#version) return;
    this.#replace(stored);
    this.reloads += 1;
  }

  /** Goes so many sections on or back. */
  moveSection(by: -1 | 1): void {
    const at = SECTIONS.findIndex(({ id }) => id === this.section);
    this.section = SECTIONS[at + by]?.id ?? this.section;
  }

  /** Takes the stored draft and drops what was typed here since the other window's change. */
  async takeStored(): Promise<void> {
    this.#replace(await this.#host.call('open_draft', { key: this.key }));
  }

  /** Saves what is here over the other window's change (which stays in the history). */
  async keepMine(): Promise<void> {
    const stored = await this.#host.call('open_draft', { key: this.key });
    this.#version = stored.version;
    this.saveState = 'unsaved';
    this.#edits += 1;
    await this.flush();
  }

  /** Goes to the field that a JSON pointer names. */
  goTo(path: string): void {
    const place = placeOf(path);
    this.section = place.section;
    if (place.group !== null) this.groupIndex = place.group;
    if (place.step !== null) this.stepIndex = place.step;
    this.#clampPlace();
    this.wanted = path;
  }

  addAsset(sha256: string, facts: AssetFacts): void {
    this.assets = { ...this.assets, [sha256]: facts };
  }

  async #travel(way: 'undo' | 'redo'): Promise<void> {
    if (!(await this.flush())) return;
    const label = way === 'undo' ? this.undoLabel : this.redoLabel;
    if (label === null || this.locked) return;
    try {
      this.#replace(await this.#host.call(way, { key: this.key, version: this.#version }));
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  async #saveAll(): Promise<boolean> {
    while (this.#edits !== this.#savedEdits) {
      const upTo = this.#edits;
      this.saveState = 'saving';
      try {
        const draft = $state.snapshot(this.draft as unknown) as Draft;
        const view = await this.#host.call('save_draft', {
          key: this.key,
          version: this.#version,
          draft,
        });
        this.#savedEdits = upTo;
        this.#take(view);
      } catch (thrown) {
        this.#refuse(thrown);
        return false;
      }
    }
    this.saveState = 'saved';
    return true;
  }

  #refuse(thrown: unknown): void {
    this.failure = asFailure(thrown);
    this.saveState = this.failure.code === 'changed_elsewhere' ? 'elsewhere' : 'failed';
  }

  /** Takes everything but the draft: what is being typed must not be replaced under the caret. */
  #take(view: DraftView): void {
    this.#version = view.version;
    this.findings = view.findings;
    this.assets = { ...this.assets, ...view.assets };
    this.undoLabel = view.undo;
    this.redoLabel = view.redo;
    this.locked = view.locked || this.#readOnly;
    this.sync = view.sync;
    this.failure = null;
  }

  #replace(view: DraftView): void {
    clearTimeout(this.#timer);
    this.draft = view.draft;
    this.#savedEdits = this.#edits;
    this.#take(view);
    this.saveState = 'saved';
    this.#clampPlace();
  }

  #clampPlace(): void {
    this.groupIndex = Math.min(this.groupIndex, Math.max(0, this.draft.groups.length - 1));
    const steps = this.draft.groups[this.groupIndex]?.message.steps.length ?? 0;
    this.stepIndex = Math.min(this.stepIndex, Math.max(0, steps - 1));
  }
}
