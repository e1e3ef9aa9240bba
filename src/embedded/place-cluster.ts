/** Where the built-in database lies. Normally in the data folder; elsewhere when Postgres' user cannot get there. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SurroundingsError } from '../domain/errors.ts';
import { canReach, clusterUser, giveTo, type SystemUser } from './system-user.ts';

/** Owner-only, like everything in it. */
const PRIVATE = 0o700;

/** Bytes. macOS allows 103 for the path of a socket, Linux 107; Postgres appends the file's name. */
const LONGEST_SOCKET_FOLDER = 100 - '/.s.PGSQL.5432'.length;

export interface ClusterPlace {
  /** Holds the cluster, its password and its socket. */
  home: string;
  /** Postgres' own data directory. */
  cluster: string;
  /** Readable by us alone. */
  passwordFile: string;
  /** Names the folder of the socket while the server runs. */
  socketNote: string;
  /** As whom Postgres runs; null: as ourselves. */
  user: SystemUser | null;
}

const describe = (home: string, user: SystemUser | null): ClusterPlace => ({
  home,
  cluster: join(home, 'cluster'),
  passwordFile: join(home, 'password'),
  socketNote: join(home, 'socket-folder'),
  user,
});

const noteOf = (dataFolder: string) => join(dataFolder, 'postgres.location');

/** The home of the cluster that belongs to a data folder, whether or not it is there yet. */
export function clusterHome(dataFolder: string): string {
  const note = noteOf(dataFolder);
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(dataFolder, 'postgres');
}

function makeHome(home: string): ClusterPlace {
  mkdirSync(home, { recursive: true, mode: PRIVATE });
  const user = clusterUser(home);
  giveTo(user, home);
  return describe(home, user);
}

/**
 * Makes the home of the cluster when it is missing. As root in a folder that only root can enter, Postgres' user could
 * not get there: the home then lies under /var/lib and a note in the data folder names it (a backup holds both).
 */
export function placeCluster(dataFolder: string): ClusterPlace {
  const home = clusterHome(dataFolder);
  const isElsewhere = existsSync(noteOf(dataFolder));
  if (isElsewhere && !existsSync(home)) throw missingCluster(dataFolder, home);
  const place = makeHome(home);
  if (canReach(place.user, home)) return place;
  if (isElsewhere || readdirSync(home).length > 0) throw unreachableCluster(home);
  rmSync(home, { recursive: true });
  const base = process.platform === 'darwin' ? '/var/db' : '/var/lib';
  const elsewhere = join(base, `paraphe-${randomBytes(6).toString('hex')}`);
  const moved = makeHome(elsewhere);
  writeFileSync(noteOf(dataFolder), `${elsewhere}\n`, { mode: 0o600 });
  return moved;
}

function missingCluster(dataFolder: string, home: string): SurroundingsError {
  const message = `The database of the data folder ${dataFolder} was in ${home}, which is not there.`;
  return new SurroundingsError('database_missing', message, {
    remedy: `Put it back, or restore a backup into an empty data folder: npm run -s paraphe -- restore FILE.`,
  });
}

function unreachableCluster(home: string): SurroundingsError {
  return new SurroundingsError('database_unreachable', `The database's own user can no longer reach ${home}.`, {
    remedy: 'Let every user pass through the folders above it, or move the data folder back to where it was.',
  });
}

/** A folder for the server's socket: in the home when the path is short enough for a socket, else a temporary one. */
export function placeSocket(place: ClusterPlace): string {
  const near = join(place.home, 'socket');
  const isShort = Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER;
  const folder = isShort ? near : mkdtempSync(join(tmpdir(), 'paraphe-'));
  mkdirSync(folder, { recursive: true, mode: PRIVATE });
  giveTo(place.user, folder);
  writeFileSync(place.socketNote, folder, { mode: 0o600 });
  return folder;
}
