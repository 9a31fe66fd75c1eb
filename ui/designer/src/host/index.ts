/** Picks the program around the designer. Nothing outside this folder knows which one it is. */

import { isTauri } from '@tauri-apps/api/core';
import type { Host } from './host';
import { loopbackHost, tokenIn } from './loopback';
import { tauriHost } from './tauri';

export { asFailure, CommandFailed, type Host } from './host';

export async function pickHost(): Promise<Host> {
  if (isTauri()) return tauriHost;
  const token = tokenIn(window.location);
  if (token === null && import.meta.env.DEV) {
    const { mockHost } = await import('./mock');
    return mockHost({
      start: new URLSearchParams(window.location.search).get('start') ?? 'sample',
    });
  }
  return loopbackHost(token ?? '');
}
