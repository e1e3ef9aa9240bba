import { defineConfig } from 'vitest/config';

const testServer = ['test/helpers/test-server.ts'];

/** Milliseconds. Real servers, images and engines on two busy cores. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Two cores: more processes only fight for them.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/samples.test.ts'], ...patience } },
      {
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], globalSetup: testServer, ...patience },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: testServer,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
