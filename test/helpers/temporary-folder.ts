/** A folder that is gone after the test file that asked for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Call it at the top of a file or a `describe`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paraphe-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
