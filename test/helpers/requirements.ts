/**
 * What some tests need from the machine. Missing, they are skipped on a developer's machine, where the closing summary
 * names them, and fail in continuous integration, where everything is installed on purpose.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isContinuousIntegration } from '../../src/config.ts';

/** Absolute path of a program on the search path, or null. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * For `describe.skipIf(isMissing('redis-server', found))`: throws in continuous integration, so that nothing is left out
 * there without anybody noticing.
 */
export function isMissing(what: string, found: unknown): boolean {
  if (found) return false;
  if (isContinuousIntegration()) throw new Error(`${what} is needed by this test and is not here.`);
  return true;
}
