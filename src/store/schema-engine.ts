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
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

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

let isInstantiated = false;

async function instantiate(): Promise<void> {
  if (isInstantiated) return;
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(path.replace(/schema_engine_bg\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  (bindings as unknown as { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  isInstantiated = true;
}

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

async function connect(url: string | undefined): Promise<SqlDriverAdapter> {
  if (url === undefined) return withoutDatabase;
  const adapter = await new PrismaPg({ connectionString: url }).connect();
  // Danger: the adapter's own `executeScript` cuts the script at every semicolon, those in comments and function bodies
  // included. A query without parameters goes to the server whole, as one simple query.
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

/** Runs `use` with an engine and frees it afterwards. */
export async function withSchemaEngine<T>(
  options: SchemaEngineOptions,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await instantiate();
  const opened: SqlDriverAdapter[] = [];
  const open = async (url: string | undefined) => {
    const adapter = await connect(url);
    opened.push(adapter);
    return adapter;
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
    await Promise.all(opened.map((adapter) => adapter.dispose()));
  }
}
