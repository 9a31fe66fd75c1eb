import { getContext, setContext } from 'svelte';
import type { EditorState } from '../state/editor.svelte';

const KEY = Symbol('editor');

/** The editor above in the tree; absent in forms that edit something else. */
export function useEditor(): EditorState | undefined {
  return getContext<EditorState | undefined>(KEY);
}

export function provideEditor(editor: EditorState): void {
  setContext(KEY, editor);
}
