/** Reads the whole database as of one moment: every table's rows, and where the sequences stand. */
import type { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export interface TableShape {
  name: string;
  /** Without generated columns: those are computed again. */
  columns: string[];
  /** Orders the rows, so that the same rows give the same bytes. */
  key: string[];
}

export interface Snapshot {
  migrations: string[];
  tables: TableShape[];
  sequences: { name: string; value: string; isCalled: boolean }[];
  /** Rows in COPY's text format, gzipped. One at a time. */
  rows(table: TableShape): Readable;
  close(): Promise<void>;
}

const quote = (name: string) => pg.escapeIdentifier(name);
export const quoteAll = (names: string[]): string => names.map(quote).join(', ');

const SHAPES = `
  SELECT c.relname AS name,
    array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
      AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    array(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`;

async function readSequences(client: pg.Client): Promise<Snapshot['sequences']> {
  const names = await client.query<{ name: string }>(
    "SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY name",
  );
  const sequences: Snapshot['sequences'] = [];
  for (const { name } of names.rows) {
    const state = await client.query<{ value: string; is_called: boolean }>(
      `SELECT last_value::text AS value, is_called FROM public.${quote(name)}`,
    );
    const row = state.rows[0];
    if (row !== undefined) sequences.push({ name, value: row.value, isCalled: row.is_called });
  }
  return sequences;
}

/** Everything handed out until `close` belongs to the moment of this call, whatever is written meanwhile. */
export async function takeSnapshot(databaseUrl: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // Between two tables; the next one says so.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name',
    );
    const tables = await client.query<TableShape>(SHAPES);
    return {
      migrations: migrations.rows.map((row) => row.name),
      tables: tables.rows,
      sequences: await readSequences(client),
      rows(table) {
        const order = table.key.length === 0 ? '' : ` ORDER BY ${quoteAll(table.key)}`;
        const select = `SELECT ${quoteAll(table.columns)} FROM public.${quote(table.name)}${order}`;
        const rows = client.query(copyTo(`COPY (${select}) TO STDOUT`));
        const packed = createGzip();
        rows.on('error', (error) => packed.destroy(error));
        return rows.pipe(packed);
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}
