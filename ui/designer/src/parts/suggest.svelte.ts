/** The list under a field that may be chosen from, and never must be. */

export interface Suggestion {
  value: string;
  /** What it is called where that is not the value itself. */
  name?: string;
  /** A few words at its right: a count, a time. */
  note?: string;
}

const SHOWN_MAX = 60;

/** Which suggestions show and which of them the arrow keys have reached. */
export class Suggesting {
  open = $state(false);
  active = $state(-1);
  readonly #all: () => readonly Suggestion[];
  readonly #text: () => string;
  /** Until something is typed, the text in the field is no filter. */
  #typed = $state(false);

  shown = $derived.by(() => {
    if (!this.open) return [];
    const text = this.#text().trim().toLowerCase();
    const all = this.#all();
    if (!this.#typed || text === '') return all.slice(0, SHOWN_MAX);
    const fits = all.filter(({ value, name }) =>
      `${value} ${name ?? ''}`.toLowerCase().includes(text),
    );
    const begins = fits.filter(({ value }) => value.toLowerCase().startsWith(text));
    return [...begins, ...fits.filter((each) => !begins.includes(each))].slice(0, SHOWN_MAX);
  });

  constructor(all: () => readonly Suggestion[], text: () => string) {
    this.#all = all;
    this.#text = text;
  }

  show(): void {
    this.#typed = false;
    this.active = -1;
    this.open = true;
  }

  typed(): void {
    this.open = true;
    this.#typed = true;
    this.active = -1;
  }

  close(): void {
    this.open = false;
    this.active = -1;
  }

  /** Handles the keys of a list; true where the key meant the list. */
  key(event: KeyboardEvent, pick: (value: string) => void): boolean {
    const chosen = this.shown[this.active];
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!this.open) this.show();
      else this.#step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && this.open && chosen !== undefined) {
      pick(chosen.value);
      this.close();
    } else if (event.key === 'Escape' && this.open && this.shown.length > 0) {
      this.close();
      event.stopPropagation();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #step(by: 1 | -1): void {
    const count = this.shown.length;
    if (count === 0) return;
    const from = this.active === -1 && by === -1 ? 0 : this.active;
    this.active = (from + by + count) % count;
  }
}
