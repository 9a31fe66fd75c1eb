import { untrack } from 'svelte';
import type { Failure } from '../contract';

const SHOWN_MS = 5_000;
/** A deletion can be taken back from its toast for this long. */
export const UNDO_MS = 8_000;

export interface Toast {
  id: number;
  tone: 'plain' | 'success' | 'danger';
  text: string;
  detail: string | null;
  action: { label: string; run: () => void } | null;
}

/** Short messages about what has passed. What must be settled is shown in place instead. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  say(text: string, tone: Toast['tone'] = 'plain'): void {
    this.#add({ tone, text, detail: null, action: null }, SHOWN_MS);
  }

  offer(text: string, label: string, run: () => void): void {
    this.#add({ tone: 'plain', text, detail: null, action: { label, run } }, UNDO_MS);
  }

  fail(failure: Failure): void {
    this.#add(
      { tone: 'danger', text: sentence(failure.message), detail: failure.hint, action: null },
      UNDO_MS,
    );
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>, shown_ms: number): void {
    const id = this.#next++;
    // Whoever tells something does not thereby follow what else is told.
    this.list = [...untrack(() => this.list.slice(-3)), { id, ...toast }];
    setTimeout(() => this.dismiss(id), shown_ms);
  }
}

/** A lower-case fragment as a sentence: capital at the front, full stop at the end. */
export function sentence(fragment: string): string {
  if (fragment === '') return '';
  const text = fragment.charAt(0).toUpperCase() + fragment.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
