/** Pictures from a file, a drop or the clipboard into a step of the draft. */

import { blankImage } from '../blank';
import type { Orientation, Step } from '../contract';
import { CommandFailed } from '../host';
import type { EditorState } from '../state/editor.svelte';
import type { Session } from '../state/session.svelte';
import { fileSize } from '../words/numbers';

export const IMAGES_MAX = 10;
/** What the workspace takes in; what a campaign may show is less, and can be fitted. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;

/** A place for pictures: the step in hand, one of its orientations, and which picture. */
export interface Slot {
  side: Orientation;
  /** The picture to replace; null adds. */
  at: number | null;
}

/** The pictures among what was dropped or pasted. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/**
 * Stores the files and puts them into the step that is in hand now, wherever the person goes
 * meanwhile. Throws a failure at the first file that is refused; those before it are in.
 */
export async function takeIn(
  session: Session,
  editor: EditorState,
  { side, at }: Slot,
  files: readonly File[],
): Promise<void> {
  const { groupIndex, stepIndex } = editor;
  const room = at === null ? IMAGES_MAX - (editor.step?.images[side].length ?? 0) : 1;
  for (const file of files.slice(0, room)) {
    refuseHuge(file);
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
    const { sha256, facts } = await session.call('put_asset', { name: file.name, base64 });
    editor.addAsset(sha256, facts);
    editor.edit(({ groups }) => {
      const step = groups[groupIndex]?.message.steps[stepIndex];
      if (step !== undefined) put(step, side, at, sha256);
    });
  }
  if (files.length > room) {
    throw refused(
      `could not take all ${files.length} images: ${IMAGES_MAX} fit`,
      'Remove one to add another.',
    );
  }
}

function put(step: Step, side: Orientation, at: number | null, sha256: string): void {
  const images = step.images[side];
  const own = at === null ? undefined : images[at];
  if (own !== undefined) own.asset = sha256;
  else
    images.push(blankImage(images.length === 0 ? 'image' : `image_${images.length + 1}`, sha256));
}

function refuseHuge({ name, size }: File): void {
  if (size <= FILE_BYTES_MAX) return;
  throw refused(
    `could not use ${name}: it has ${fileSize(size)}, and at most ${fileSize(FILE_BYTES_MAX)} can be read`,
    'Export it smaller and choose it again.',
  );
}

function refused(message: string, hint: string): CommandFailed {
  return new CommandFailed({ code: 'image_refused', message, hint });
}

/** In slices, because one call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  const SLICE = 32_768;
  let text = '';
  for (let at = 0; at < bytes.length; at += SLICE) {
    text += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  }
  return btoa(text);
}
