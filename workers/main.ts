/**
 * A worker process: started by the server, by `docker compose` or by hand, as many as wanted, on any machine that
 * reaches the database, the queue and the data folder. SIGTERM lets it finish the page in hand.
 */
import { loadConfig } from '../src/config.ts';
import { ParapheError } from '../src/domain/errors.ts';
import { createLogger } from '../src/logger.ts';
import { checkModels } from '../src/recognition/check-models.ts';
import { startWorker } from './start-worker.ts';

async function main(): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl === null) {
    process.stderr.write('A worker needs DATABASE_URL: the server sets it for the workers that it starts.\n');
    process.exitCode = 2;
    return;
  }
  const log = createLogger(config.logLevel, 'worker');
  const refused = config.handwriting ? await checkModels() : null;
  if (refused !== null) log.warn({ code: refused.code }, refused.message);
  const worker = await startWorker({
    databaseUrl: config.databaseUrl,
    redisUrl: config.redisUrl,
    dataFolder: config.dataFolder,
    log,
    stages: new URL('./page-process.ts', import.meta.url),
    entrance: new URL('./entrance-process.ts', import.meta.url),
    stageSettings: { handwriting: config.handwriting },
    handwriting: config.handwriting ? (refused === null ? 'ready' : 'refused') : 'off',
  });
  log.info('The worker is ready');
  let isClosing = false;
  const stop = () => {
    if (isClosing) return;
    isClosing = true;
    void worker.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Started by the server over a channel: without the server there is nothing left to do.
  process.on('disconnect', stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ParapheError)) throw error;
  process.stderr.write(`${error.message}${error.remedy === undefined ? '' : ` ${error.remedy}`}\n`);
  process.exitCode = 1;
}
