/** The one way to Postgres: a Prisma client over the pg driver, transactions, and errors without values in them. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { ConflictError, InputError, NotFoundError, ParapheError, SurroundingsError } from '../domain/errors.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;
/** What a store function needs: it works alone or inside somebody's transaction. */
export type Queryable = Database | Transaction;

export interface DatabaseOptions {
  /** Connections this process may hold at once. Ten keep two cores busy and leave room for workers on one server. */
  poolSize?: number;
}

/**
 * Within a transaction Prisma asks for related rows all at once, which the driver only tolerates, with a warning: here
 * they wait for each other. Calls with a callback are the pool's own and come one at a time anyway.
 */
class OrderlyClient extends pg.Client {
  #last: Promise<unknown> = Promise.resolve();

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A connection that breaks between two questions says so with the next one; unheard, it would end the process.
    this.on('error', () => {});
  }

  override query(...args: unknown[]): never {
    const ask = () => (super.query as (...all: unknown[]) => unknown)(...args);
    if (args.some((arg) => typeof arg === 'function')) return ask() as never;
    const answer = this.#last.then(ask);
    this.#last = answer.catch(() => {});
    return answer as never;
  }
}

export function createDatabase(connectionString: string, { poolSize = 10 }: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({ connectionString, max: poolSize, Client: OrderlyClient });
  // Of connections that lie idle: the server was stopped or restarted. The next query connects again or says so.
  pool.on('error', () => {});
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  // 'minimal': the other formats print the query's arguments, which are signers' values.
  const database = new PrismaClient({ adapter, errorFormat: 'minimal' });
  pools.set(database, pool);
  return database;
}

const pools = new WeakMap<Database, pg.Pool>();

/**
 * One connection of the pool, outside of any transaction: for statements that need settings of their own session or
 * cannot run in a transaction. Settings made there are undone afterwards.
 */
export async function withConnection<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const pool = pools.get(database);
  if (pool === undefined) throw new Error('Expected a database made by createDatabase');
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    const undone = await client.query('RESET ALL').catch((error: Error) => error);
    client.release(undone instanceof Error ? undone : undefined);
  }
}

export async function isReachable(database: Database): Promise<boolean> {
  await database.$queryRaw`SELECT 1`;
  return true;
}

/** ms. Waiting for a connection under load, and the longest piece of work that one transaction does. */
const TRANSACTION_LIMITS = { maxWait: 10_000, timeout: 30_000 };
const TRANSACTION_ATTEMPTS = 3;

/** Runs `work` in one transaction; tries again when Postgres chose it as the victim of a conflict. */
export async function withTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
  options: { timeout?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.$transaction(work, { ...TRANSACTION_LIMITS, ...options });
    } catch (error) {
      const lost = sqlState(error) === '40001' || sqlState(error) === '40P01';
      if (!lost || attempt === TRANSACTION_ATTEMPTS) throw error;
    }
  }
}

/**
 * Reads everything as it was at one moment, however long it takes (`timeout` in ms). Only for reading. What is read in
 * several statements without it, related rows among them, may be of several moments.
 */
export async function withSnapshot<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
  timeout = TRANSACTION_LIMITS.timeout,
): Promise<T> {
  return await database.$transaction(work, { ...TRANSACTION_LIMITS, timeout, isolationLevel: 'RepeatableRead' });
}

/** SQLSTATE of a failed statement, whichever layer threw it; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  for (let current: unknown = error; isRecord(current); current = current.cause) {
    for (const candidate of [current.originalCode, codeIn(current.meta), current.code]) {
      if (typeof candidate === 'string' && /^[0-9A-Z]{5}$/.test(candidate) && !candidate.startsWith('P2')) {
        return candidate;
      }
    }
    if (current.code === 'P2034') return '40001';
    const adapterError = isRecord(current.meta) ? current.meta.driverAdapterError : undefined;
    if (adapterError !== undefined) {
      const state = sqlState(adapterError);
      if (state !== undefined) return state;
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function codeIn(meta: unknown): unknown {
  return isRecord(meta) ? meta.code : undefined;
}

// P2028: no connection was free in time for a transaction; asked again in a moment, the same goes through.
const UNREACHABLE = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
const UNREACHABLE_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/**
 * The database's complaint as one of ours; anything that is none comes back as it was. Messages and parameters never
 * carry values: Postgres puts them into details, which stay behind in `cause` and are not logged.
 */
export function toDomainError(error: unknown): unknown {
  if (error instanceof ParapheError || !isRecord(error)) return error;
  const code = typeof error.code === 'string' ? error.code : '';
  if (code === 'P2025') return new NotFoundError('not_found', 'There is no such thing.', { cause: error });
  if (code === 'P2002' || sqlState(error) === '23505') {
    return new ConflictError('already_exists', 'The same already exists.', { cause: error });
  }
  if (code === 'P2003' || sqlState(error) === '23503') {
    return new InputError('unknown_reference', 'Something named here does not exist.', { cause: error });
  }
  return stateError(error, code) ?? error;
}

/** Rules of the migrations that have a name of their own, by the SQLSTATE that their triggers raise. */
const RULES: Record<string, { code: string; message: string; remedy: string }> = {
  PB001: {
    code: 'batch_closed',
    message: 'This batch is closed.',
    remedy: 'Open a new batch for what arrived later, or have a supervisor reopen this one.',
  },
  PB002: {
    code: 'batch_in_work',
    message: 'Pages of this batch are still being read.',
    remedy: 'Wait until they are read, then close it.',
  },
  PB003: {
    code: 'batch_unbalanced',
    message: 'What was declared and what was found differ.',
    remedy: 'Find what is missing or correct what was declared; else a supervisor signs the difference with a reason.',
  },
};

function stateError(error: Record<string, unknown>, code: string): ParapheError | undefined {
  const state = sqlState(error) ?? '';
  const rule = RULES[state];
  if (rule !== undefined) return new ConflictError(rule.code, rule.message, { remedy: rule.remedy, cause: error });
  if (state === '23514' || state === '23001') {
    return new ConflictError('rule_violated', 'The database refused a change that its rules do not allow.', {
      cause: error,
    });
  }
  if (state === '40001' || state === '40P01') {
    return new ConflictError('busy', 'Somebody else changed the same thing at the same moment.', {
      cause: error,
      retryable: true,
      remedy: 'Try again.',
    });
  }
  if (state === '53100') {
    return new SurroundingsError('disk_full', 'The database has no room left on its disk.', {
      cause: error,
      retryable: true,
      remedy: 'Free some space where the data lies; nothing that was confirmed is lost.',
    });
  }
  if (UNREACHABLE.has(code) || UNREACHABLE_SOCKET.has(code) || /^(08|57P0)/.test(state)) {
    return new SurroundingsError('database_unreachable', 'The database does not answer.', {
      cause: error,
      retryable: true,
      remedy: 'Try again in a moment; if it lasts, look at the database server.',
    });
  }
  return undefined;
}
