/** The built-in database: placed, made when new, started, its address given. Needs the data folder to be held. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { toFolderError } from '../data-folder.ts';
import { locateBinaries } from './binaries.ts';
import { initialiseCluster, SUPERUSER } from './initialise-cluster.ts';
import { keepRunning } from './keep-running.ts';
import { clearLeftovers } from './leftovers.ts';
import { type ClusterPlace, clusterHome, placeCluster, placeSocket } from './place-cluster.ts';
import { startPostmaster } from './postmaster.ts';

const DATABASE = 'paraphe';

export interface EmbeddedPostgres {
  /** Connection string of the product's database, by socket. */
  url: string;
  /** Of any database on the same server. */
  urlOf(database: string): string;
  /** Settles when the server was stopped, or ended by itself and cannot be started again. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Exists already; see `prepareDataFolder` and `holdDataFolder`. */
  dataFolder: string;
  /** False for tests only. */
  isDurable?: boolean;
  /** Tells the person at the keyboard what takes time. */
  say(line: string): void;
  /** Takes Postgres' own log lines. */
  log?(line: string): void;
}

function connectionString(socketFolder: string, password: string, database: string): string {
  const secret = encodeURIComponent(password);
  return `postgresql://${SUPERUSER}:${secret}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function removeSocket(place: ClusterPlace, socketFolder: string): void {
  rmSync(place.socketNote, { force: true });
  rmSync(socketFolder, { recursive: true, force: true });
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataFolder, say } = options;
  const place = placeCluster(dataFolder);
  const binaries = locateBinaries(place.user, place.home);
  const isNew = await initialiseCluster({ binaries, place, dataFolder });
  if (isNew) say('Made a new database in the data folder.');
  const socketFolder = placeSocket(place);
  const password = readFileSync(place.passwordFile, 'utf8').trim();
  const urlOf = (database: string) => connectionString(socketFolder, password, database);
  const startOnce = async () => {
    await clearLeftovers(place.cluster, say);
    return await startPostmaster({
      postgres: binaries.postgres,
      cluster: place.cluster,
      user: place.user,
      probeUrl: urlOf('postgres'),
      isDurable: options.isDurable ?? true,
      log: options.log ?? (() => {}),
      socketFolder,
      dataFolder,
      say,
    });
  };
  const postmaster = await keepRunning({ start: startOnce, say });
  const stop = async () => {
    await postmaster.stop();
    removeSocket(place, socketFolder);
  };
  try {
    await ensureDatabase(urlOf('postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(DATABASE), urlOf, ended: postmaster.ended, stop };
}

/** Throws a `SurroundingsError` that says what is wrong with the machine and what to do about it. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    throw toFolderError(error, options.dataFolder);
  }
}

/** The address of the built-in database that another process of ours has started on this data folder. */
export function runningDatabaseUrl(dataFolder: string): string {
  const home = clusterHome(dataFolder);
  const read = (name: string) => readFileSync(join(home, name), 'utf8').trim();
  return connectionString(read('socket-folder'), read('password'), DATABASE);
}
