/** A worker process like workers/main.ts, with light stages and short intervals, for tests that kill it. Takes its options as JSON. */
import pino from 'pino';
import { z } from 'zod';
import { startWorker } from '../../workers/start-worker.ts';

const options = z
  .object({ databaseUrl: z.string(), redisUrl: z.string().nullable(), dataFolder: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''));

await startWorker({
  ...options,
  log: pino({ level: 'silent' }),
  stages: new URL('./light-stages.ts', import.meta.url),
  intervals: { heartbeat: 1_000, sweep: 2_000, sweepGrace: 3_000, leftovers: 600_000 },
  lockMs: 3_000,
});
process.stdout.write('working\n');
