import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves the built preview frame where the loopback host would, so that `vite` alone shows it. */
function previewFrame(): Plugin {
  const root = join(import.meta.dirname, '../renderer/dist');
  return {
    name: 'preview-frame',
    configureServer(server) {
      server.middlewares.use('/preview', (request, response, next) => {
        const name = (request.url ?? '').split('?')[0] ?? '';
        const file = join(root, name);
        if (!file.startsWith(root) || !existsSync(file)) return next();
        // The frame is sandboxed, so to it even its own fonts are another origin's.
        response.setHeader('access-control-allow-origin', '*');
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        response.end(readFileSync(file));
      });
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [svelte(), previewFrame()],
  build: { target: 'safari16', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { fs: { allow: ['../..'] } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 60_000,
  },
});
