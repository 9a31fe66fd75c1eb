/** Journeys in real engines, one folder each. They share the machine's cores: one file at a time. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["*/**/*.test.ts"], fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 },
});
