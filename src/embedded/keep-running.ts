/** Starts Postgres again when it ends unasked (killed for memory, crashed): it recovers by itself from its own log. */
import type { Postmaster } from './postmaster.ts';

/** ms. A server that does not even live this long, so many times in a row, would only be started in circles. */
const LEAST_LIFE = 10_000;
const SHORT_LIVES = 3;

export interface KeepRunningOptions {
  start(): Promise<Postmaster>;
  say(line: string): void;
}

/** `ended` settles when the server was stopped, or ended and cannot be started again. */
export async function keepRunning({ start, say }: KeepRunningOptions): Promise<Postmaster> {
  let current = await start();
  let isStopping = false;
  const watch = async () => {
    for (let shortLives = 0; shortLives < SHORT_LIVES; ) {
      const startedAt = Date.now();
      await current.ended;
      if (isStopping) return;
      shortLives = Date.now() - startedAt < LEAST_LIFE ? shortLives + 1 : 0;
      say('The database ended unexpectedly; starting it again …');
      try {
        current = await start();
      } catch {
        return;
      }
    }
  };
  const ended = watch();
  return {
    ended,
    async stop() {
      isStopping = true;
      await current.stop();
    },
  };
}
