export type ThemeChoice = 'system' | 'light' | 'dark';

const KEPT_AS = 'rehearsal.theme';

/** Light or dark: the system's choice unless the person made one. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  #systemDark = $state(false);
  shown = $derived(this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice);

  constructor() {
    const kept = localStorage.getItem(KEPT_AS);
    if (kept === 'light' || kept === 'dark') this.choice = kept;
    const query = window.matchMedia?.('(prefers-color-scheme: dark)');
    if (query) {
      this.#systemDark = query.matches;
      query.addEventListener('change', () => {
        this.#systemDark = query.matches;
        this.#apply();
      });
    }
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEPT_AS, choice);
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}
