/** The server process: settings, start, one line when it is ready, stop in order at Ctrl-C or SIGTERM. */
import { loadConfig } from './config.ts';
import { ParapheError } from './domain/errors.ts';
import { createLogger } from './logger.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Answers when SIGINT or SIGTERM has come for the first time; every further one is heard and does nothing. */
function listenForStop(onStop: () => void): void {
  let isStopping = false;
  const hear = () => {
    if (isStopping) return;
    isStopping = true;
    say('Stopping …');
    onStop();
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  // The terminal was closed.
  process.on('SIGHUP', hear);
}

function report(error: unknown): void {
  if (!(error instanceof ParapheError)) throw error;
  say(`Paraphe did not start: ${error.message}${error.remedy === undefined ? '' : `\n${error.remedy}`}`);
}

async function main(): Promise<number> {
  const abort = new AbortController();
  const asked = new Promise<'asked'>((resolve) => {
    listenForStop(() => {
      abort.abort();
      resolve('asked');
    });
  });
  try {
    const config = loadConfig();
    const log = createLogger(config.logLevel, 'server');
    say('Starting Paraphe …');
    // Loaded only now: a wrong setting is reported at once, and loading everything takes a moment.
    const { startServer } = await import('./server/start-server.ts');
    const server = await startServer({ config, log, say }, abort.signal);
    process.stdout.write(`Paraphe is ready at ${server.address}\n`);
    const why = await Promise.race([asked, server.failed.then(() => 'failed' as const)]);
    if (why === 'failed') say('The built-in database ended and could not be started again.');
    await server.stop();
    return why === 'failed' ? 1 : 0;
  } catch (error) {
    if (abort.signal.aborted) return 0;
    report(error);
    return 1;
  }
}

process.exitCode = await main();
// Whatever a library still keeps open must not keep the person waiting: everything of ours is stopped by now.
process.exit();
