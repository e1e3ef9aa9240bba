/** Composes the server: database, store, queues, worker processes, application, network. Stops it the other way round. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from '../api/app.ts';
import { ensureAdministrator } from '../api/auth/administrator.ts';
import { openIntake } from '../api/intake/open-intake.ts';
import { ensurePracticePetition } from '../api/intake/practice-petition.ts';
import { type Config, workerEnvironment } from '../config.ts';
import { findFormProblems } from '../forms/check-form.ts';
import { createQueues } from '../jobs/queues.ts';
import { createDatabase, type Database } from '../store/database.ts';
import { createImageStore } from '../store/images.ts';
import { migrate } from '../store/migrate.ts';
import { checkPort, listen } from './listen.ts';
import { openServerDatabase } from './open-database.ts';
import { startWorkerProcesses } from './worker-processes.ts';

const ROOT = new URL('../../', import.meta.url);

/** Wrong passwords a minute for one address and account before the next is not even looked at. */
const SIGN_IN_ATTEMPTS = 10;

/** ms between two looks at /health while starting. */
const HEALTH_POLL = 100;

export interface ServerOptions {
  config: Config;
  log: Logger;
  /** Tells the person at the keyboard what takes time. */
  say(line: string): void;
}

export interface RunningServer {
  address: string;
  /** Settles when the built-in database has ended for good although nobody asked it to. */
  failed: Promise<void>;
  /** In order: network, workers, queue, database. Asked twice, it stops once. */
  stop(): Promise<void>;
}

type Undo = () => Promise<unknown>;

const version = (): string => JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')).version;

async function createFirstAdministrator(database: Database, { config, say }: ServerOptions): Promise<void> {
  const outcome = await ensureAdministrator(database, config.admin);
  if (!outcome.created) return;
  if (outcome.password === null) say(`Created the first administrator, ${outcome.email}.`);
  else {
    say(`Created the first administrator. Sign in as ${outcome.email} with the password ${outcome.password}`);
    say('It is shown this once; you will be asked to change it.');
  }
}

async function composeApp(databaseUrl: string, { config, log }: ServerOptions, undo: Undo[]) {
  const database = createDatabase(databaseUrl);
  undo.push(() => database.$disconnect());
  const images = await createImageStore({ folder: config.dataFolder });
  const onError = (error: Error) => log.warn({ errorName: error.name, message: error.message }, 'The queue complains');
  const queues = createQueues({ databaseUrl, redisUrl: config.redisUrl, onError });
  undo.push(() => queues.close());
  const checkForm = findFormProblems;
  const { dataFolder, watch } = config;
  const intake = await openIntake({ database, databaseUrl, images, queues, dataFolder, log, checkForm, watch });
  undo.push(intake.close);
  const app = await buildApp({
    config: {
      version: version(),
      isSecure: config.secureCookies,
      trustProxy: config.trustProxy,
      metricsToken: config.metricsToken,
      webFolder: fileURLToPath(new URL('build/web', ROOT)),
      signInAttempts: SIGN_IN_ATTEMPTS,
    },
    database,
    images,
    queues,
    logger: log,
    checkForm,
    plugins: intake.plugins,
  });
  return { app, database };
}

async function waitUntilHealthy(app: FastifyInstance, isStopping: () => boolean): Promise<void> {
  while (!isStopping()) {
    const answer = await app.inject({ url: '/health', headers: { accept: 'application/json' } });
    if (answer.statusCode === 200) return;
    await wait(HEALTH_POLL);
  }
}

/**
 * Answers once /health does. Throws a `ParapheError` that says what is wrong with settings or machine; whatever had
 * been started by then is stopped again. `signal` gives up a start that is under way.
 */
export async function startServer(options: ServerOptions, signal: AbortSignal): Promise<RunningServer> {
  const { config, log, say } = options;
  const undo: Undo[] = [];
  let stopping: Promise<void> | null = null;
  const stopAll = async () => {
    for (const step of undo.reverse()) {
      await step().catch((error: Error) =>
        log.error({ errorName: error.name, message: error.message }, 'While stopping'),
      );
    }
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  try {
    const opened = await openServerDatabase(config, { say, log: (line) => log.debug({ line }, 'Postgres') });
    undo.push(opened.close);
    await checkPort(config);
    const applied = await migrate(opened.url);
    if (applied.length > 0) log.info({ applied }, 'The database was brought up to date');
    const { app, database } = await composeApp(opened.url, options, undo);
    await createFirstAdministrator(database, options);
    if (config.samples) await ensurePracticePetition(database);
    const workers = startWorkerProcesses({ count: config.workers, env: workerEnvironment(config, opened.url), log });
    undo.push(workers.stop);
    const listening = await listen(app, config);
    undo.push(listening.close);
    await waitUntilHealthy(app, () => signal.aborted);
    signal.throwIfAborted();
    return { address: listening.address, failed: opened.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
