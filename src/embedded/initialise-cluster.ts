/** Makes a new, empty cluster with a random password; whole or not at all. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SurroundingsError } from '../domain/errors.ts';
import type { Binaries } from './binaries.ts';
import { toPostgresError } from './failures.ts';
import type { ClusterPlace } from './place-cluster.ts';
import { runProgram } from './run-program.ts';
import { giveTo } from './system-user.ts';

export const SUPERUSER = 'paraphe';

/** Bytes of randomness in the password: beyond guessing. */
const PASSWORD_BYTES = 24;

export interface InitialiseOptions {
  binaries: Binaries;
  place: ClusterPlace;
  /** As the person knows it, for messages. */
  dataFolder: string;
}

const versionFile = (place: ClusterPlace) => join(place.cluster, 'PG_VERSION');

function checkVersion({ binaries, place }: InitialiseOptions): void {
  const made = Number.parseInt(readFileSync(versionFile(place), 'utf8'), 10);
  if (made === binaries.majorVersion) return;
  throw new SurroundingsError(
    'database_version',
    `The database in the data folder was made by Postgres ${made}, this version of Paraphe brings ${binaries.majorVersion}.`,
    { remedy: 'Make a backup with the version of Paraphe that wrote it and restore that here (see README.md).' },
  );
}

/** Builds beside the final place and renames at the end: a start that is interrupted leaves nothing half-made. */
async function build({ binaries, place, dataFolder }: InitialiseOptions): Promise<void> {
  const partial = `${place.cluster}.partial`;
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const handedOver = join(place.home, 'initial-password');
  rmSync(partial, { recursive: true, force: true });
  rmSync(handedOver, { force: true });
  writeFileSync(handedOver, password, { mode: 0o600 });
  giveTo(place.user, handedOver);
  try {
    const args = ['-D', partial, '-U', SUPERUSER, `--pwfile=${handedOver}`, '--auth=scram-sha-256', '--encoding=UTF8'];
    // Postgres' own locale sorts and folds alike on every system and needs none installed.
    args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
    const program = runProgram(binaries.initdb, args, { user: place.user });
    const { code, error } = await program.ended;
    if (code !== 0) throw toPostgresError('initdb', error === null ? program.lines : [error.message], dataFolder);
  } finally {
    rmSync(handedOver, { force: true });
  }
  writeFileSync(place.passwordFile, password, { mode: 0o600 });
  renameSync(partial, place.cluster);
}

/** Answers whether the cluster is new. */
export async function initialiseCluster(options: InitialiseOptions): Promise<boolean> {
  if (existsSync(versionFile(options.place))) {
    checkVersion(options);
    return false;
  }
  await build(options);
  return true;
}
