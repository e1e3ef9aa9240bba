/** The log: one JSON object a line on stderr. Ids, codes and counts only; no address, name or body of a request. */
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

const STDERR = 2;

export function createLogger(level: Config['logLevel'], process: string): Logger {
  return pino({ level, base: { process } }, pino.destination({ dest: STDERR, sync: true }));
}
