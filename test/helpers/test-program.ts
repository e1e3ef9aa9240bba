/** The program as the tests run it: built from the sources as they are now, with processes that only tests start. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Seen from the project's folder. A process that translates its own sources takes seconds to start, and many start. */
export const TEST_PROGRAM = 'build/test-program';

const TEST_ENTRIES = ['light-worker', 'light-stages', 'database-child', 'odd-process'].map(
  (name) => `test/helpers/${name}.ts`,
);

export function buildTestProgram(): void {
  for (const script of [['prepare.mjs'], ['build-program.mjs', TEST_PROGRAM, ...TEST_ENTRIES]])
    execFileSync(process.execPath, [`${ROOT}src/setup/${script[0]}`, ...script.slice(1)], { cwd: ROOT });
}
