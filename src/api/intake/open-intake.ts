/** Opens the mailroom: everything its routes need, as plugins for the application. Composed by the server and by tests. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createInspector } from '../../intake/inspector.ts';
import { DEFAULT_SCAN_LIMITS } from '../../intake/scan-limits.ts';
import type { Queues } from '../../jobs/queues.ts';
import { createChangeFeed } from '../../store/changes.ts';
import type { Database } from '../../store/database.ts';
import type { ImageStore } from '../../store/images.ts';
import type { FormCheck } from '../dependencies.ts';
import { loggable } from '../error-handler.ts';
import { batchRoutes } from '../routes/batches.ts';
import { envelopeRoutes } from '../routes/envelopes.ts';
import { draftRoutes } from '../routes/drafts.ts';
import { eventRoutes } from '../routes/events.ts';
import { liveRoutes } from '../routes/live.ts';
import { pageRoutes } from '../routes/pages.ts';
import { practiceRoutes } from '../routes/practice.ts';
import { scanRoutes } from '../routes/scans.ts';
import { separatorRoutes } from '../routes/separators.ts';
import { triageRoutes } from '../routes/triage.ts';
import { uploadRoutes } from '../routes/uploads.ts';
import { watchRoutes } from '../routes/watch.ts';
import { composeAcceptScan } from './compose-accept-scan.ts';
import type { IntakeContext, IntakeLimits } from './intake-context.ts';
import { createUploadDesk } from './upload-desk.ts';
import { createWatchDesk, type WatchSettings } from './watch-desk.ts';

export interface IntakeOptions {
  database: Database;
  databaseUrl: string;
  images: ImageStore;
  queues: Queues;
  dataFolder: string;
  log: Logger;
  checkForm: FormCheck;
  limits?: Partial<IntakeLimits>;
  watch?: WatchSettings | null;
}

export interface Intake {
  /** For `buildApp`. */
  plugins: ((app: FastifyInstance) => Promise<void>)[];
  context: IntakeContext;
  /** Of the process that looks into files; null while there is none. */
  inspectorPid(): number | null;
  close(): Promise<void>;
}

const LIMITS: IntakeLimits = { fileBytes: DEFAULT_SCAN_LIMITS.bytes, files: 2_000 };
/** ms between two looks for complete uploads that were not turned into scans because the machine failed. */
const TIDY_EVERY = 60_000;

/** Half-received files of requests that a killed server was serving: their senders know nothing of an outcome. */
async function clearIncoming(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
}

export async function openIntake(options: IntakeOptions): Promise<Intake> {
  const { database, databaseUrl, images, queues, dataFolder, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const incomingFolder = join(dataFolder, 'incoming');
  await clearIncoming(incomingFolder);
  const warn = (what: string) => (error: unknown) => log.warn({ failure: loggable(error) }, what);
  const inspector = createInspector();
  const onError = warn('A job could not be asked for; the sweep will');
  const acceptScan = composeAcceptScan({ database, images, queues, inspector, onError });
  const uploads = await createUploadDesk({
    database,
    acceptScan,
    folder: join(incomingFolder, 'uploads'),
    fileBytes: limits.fileBytes,
  });
  const changes = createChangeFeed({ databaseUrl });
  const desk = { database, acceptScan, incomingFolder, fileBytes: limits.fileBytes, log };
  const watch = options.watch == null ? null : createWatchDesk(desk, options.watch);
  watch?.start();
  const context: IntakeContext = {
    database,
    images,
    queues,
    acceptScan,
    inspect: (path) => inspector.inspect(path),
    uploads,
    watch,
    changes,
    limits,
    incomingFolder,
    wake: (ask) => ask.catch(onError),
  };
  let tidying: Promise<void> = Promise.resolve();
  const tidy = () => {
    tidying = tidying.then(() => uploads.tidy()).catch(warn('Unfinished uploads could not be looked through'));
  };
  tidy();
  const timer = setInterval(tidy, TIDY_EVERY).unref();
  const { checkForm } = options;
  const routes = [
    batchRoutes,
    envelopeRoutes,
    scanRoutes,
    pageRoutes,
    triageRoutes,
    separatorRoutes,
    uploadRoutes,
    watchRoutes,
    eventRoutes,
    liveRoutes,
    practiceRoutes,
  ];
  return {
    context,
    inspectorPid: () => inspector.pid(),
    plugins: [
      ...routes.map((route) => async (app: FastifyInstance) => {
        await app.register(route, context);
      }),
      async (app) => {
        await app.register(draftRoutes, { ...context, checkForm });
      },
    ],
    async close() {
      clearInterval(timer);
      await tidying;
      await watch?.close();
      await changes.close();
      await inspector.close();
    },
  };
}
