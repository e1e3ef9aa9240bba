import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TEST_PROGRAM } from './test/helpers/test-program.ts';

const testServer = ['test/helpers/test-server.ts'];

/** What is tested starts the processes that were built for the tests. */
const define = { BUILT_INTO: JSON.stringify(TEST_PROGRAM) };

/** Milliseconds. Real servers, images and engines on two busy cores. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

/** Each takes a minute or more. Begun last, one of them would run alone while a core stands idle. */
const DEAREST = ['kill-processes', 'samples', 'forms-detect', 'petition-drafts', 'server', 'accessible'];

class DearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = DEAREST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? DEAREST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    // On two cores: the third works while the others wait for a browser, a database or a process that starts again.
    maxWorkers: 3,
    // No file changes what another one imports; to import it anew for each takes a tenth of the whole time.
    isolate: false,
    sequence: { sequencer: DearestFirst },
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/samples.test.ts'], ...patience } },
      {
        define,
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], globalSetup: testServer, ...patience },
      },
      {
        define,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: testServer,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
