/**
 * Prisma's schema engine as WebAssembly. The command line of Prisma downloads a native engine for every migration
 * command; this one comes from the package registry with everything else and needs no network. Its interface is
 * internal to Prisma: the version is pinned exactly and only this file and `migrate.ts` know it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export interface SchemaEngineOptions {
  /** The database to work on; not needed to compare files with files. */
  databaseUrl?: string;
  /** An empty throw-away database in which migrations are replayed to learn what they add up to. */
  shadowUrl?: string;
}

/** The part of the global that is used here; the project's type libraries hold no browser types. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, unknown>): Promise<{ instance: { exports: object } }>;
};

/** Where the engine leaves the reason before it panics; without it, it hangs instead of failing. */
const panics = { message: '', set_message: (message: string) => Object.assign(panics, { message }) };

async function instantiate(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(path.replace(/schema_engine_bg\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  (bindings as unknown as { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics });
}

/** Once a process: a second instance would take the first one's memory away in the middle of its work. */
let instantiated: Promise<void> | undefined;

/**
 * Answers the engine's greeting (schema exists, version) and nothing else: comparing files with files needs no server.
 * The column types are the adapter protocol's boolean, text and 32-bit integer.
 */
const withoutDatabase = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: async () => ({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18.0', 180_000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  startTransaction: () => Promise.reject(new Error('No database to begin a transaction in.')),
  dispose: async () => {},
} satisfies SqlDriverAdapter;

/**
 * The adapter's own runs a script piece by piece, cut at every semicolon, those inside function bodies included. Sent
 * whole, Postgres cuts it right and runs it in one transaction: a migration is applied entirely or not at all.
 */
function scriptRunner(pool: pg.Pool) {
  return async (script: string): Promise<void> => {
    try {
      await pool.query(script);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      throw new DriverAdapterError({
        kind: 'postgres',
        code: error.code ?? '',
        severity: error.severity ?? 'ERROR',
        message: error.message,
        detail: error.detail,
        column: error.column,
        hint: error.hint,
      });
    }
  };
}

/** Type numbers of Postgres: `"char"`, the single letters of its catalogue, and `uuid`, which its catalogue never holds. */
const [INTERNAL_CHAR, UUID] = [18, 2950];

/** A pool that passes single letters off as something the adapter knows; it refuses their own type. */
class CataloguePool extends pg.Pool {
  // biome-ignore lint/suspicious/noExplicitAny: one implementation for the many signatures of the driver
  override async query(...args: any[]): Promise<any> {
    const result = await (super.query as (...args: unknown[]) => Promise<pg.QueryArrayResult>)(...args);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = UUID;
    }
    return result;
  }
}

async function connect(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const adapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  const { Uuid, Character } = ColumnTypeEnum;
  return Object.assign(adapter, {
    executeScript: scriptRunner(pool),
    async queryRaw(query: SqlQuery) {
      const result = await queryRaw(query);
      return { ...result, columnTypes: result.columnTypes.map((type) => (type === Uuid ? Character : type)) };
    },
  });
}

/** Runs `use` with an engine and frees it afterwards. */
export async function withSchemaEngine<T>(
  options: SchemaEngineOptions,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiated ??= instantiate();
  await instantiated;
  const pools: pg.Pool[] = [];
  const open = async (connectionString: string | undefined): Promise<SqlDriverAdapter> => {
    if (connectionString === undefined) return withoutDatabase;
    const pool = new CataloguePool({ connectionString });
    pools.push(pool);
    return await connect(pool);
  };
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(options.databaseUrl),
    // Not the adapter's own: it would connect to the real database again when given a connection string.
    connectToShadowDb: () => open(options.shadowUrl),
  });
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, factory);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    // The engine leaves its connections open, and with them the lock under which it migrates.
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
