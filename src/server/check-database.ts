/** Whether the database given by DATABASE_URL can be used, said in words before anything else fails on it. */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { SurroundingsError } from '../domain/errors.ts';

/** ms. A server that is being started beside us gets this long; a wrong address is reported after it. */
const PATIENCE = 5_000;
const POLL = 250;

/** The oldest Postgres that the project's own commands are written for. */
const OLDEST_VERSION = 15;

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT', '57P03']);

/** SQLSTATE of a refused sign-in: wrong password, unknown user, not allowed from here. */
const REFUSED = new Set(['28P01', '28000']);

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Never quotes the address: it holds the password. */
function toDatabaseError(error: unknown): unknown {
  const code = codeOf(error);
  if (UNREACHABLE.has(code)) {
    return new SurroundingsError('database_unreachable', 'No Postgres answers at the address in DATABASE_URL.', {
      remedy: 'Start it, correct DATABASE_URL, or unset it to use the built-in database.',
      cause: error,
    });
  }
  if (REFUSED.has(code)) {
    return new SurroundingsError('database_refused', 'Postgres refuses the user or the password in DATABASE_URL.', {
      remedy: 'Correct DATABASE_URL; special characters in the password are written as in web addresses (%40 for @).',
      cause: error,
    });
  }
  if (code === '3D000') {
    return new SurroundingsError('database_missing', 'The database named in DATABASE_URL does not exist.', {
      remedy: 'Create it (CREATE DATABASE …), or correct DATABASE_URL.',
      cause: error,
    });
  }
  return error;
}

async function look(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE });
  client.on('error', () => {});
  try {
    await client.connect();
    const answer = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    return Math.floor((answer.rows[0]?.version ?? 0) / 10_000);
  } finally {
    await client.end().catch(() => {});
  }
}

export async function checkDatabase(url: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE;
  for (;;) {
    try {
      const version = await look(url);
      if (version >= OLDEST_VERSION) return;
      throw new SurroundingsError('database_too_old', `Postgres ${version} is too old for Paraphe.`, {
        remedy: `Use Postgres ${OLDEST_VERSION} or newer.`,
      });
    } catch (error) {
      if (!UNREACHABLE.has(codeOf(error)) || Date.now() > giveUpAt) throw toDatabaseError(error);
    }
    await wait(POLL);
  }
}
