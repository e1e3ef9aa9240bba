/** A migrated database of one's own for a test file; a copy of the template, made in some 50 ms. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  /** Connection string. */
  url: string;
  /** Runs one statement; for looking at what the code under test has written. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Ends every session and drops the database. Call it in `afterAll`; a database left behind fails the run. */
  close(): Promise<void>;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('testServer').adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject('testServer').adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function create(source: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  const pool = new pg.Pool({ connectionString: urlOf(name), max: 2 });
  // Dropping a database ends its sessions, idle ones included: expected here.
  pool.on('error', () => {});
  return {
    url: urlOf(name),
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const result = await pool.query<Row>(sql, values);
      return result.rows;
    },
    async close() {
      await pool.end();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** With every migration applied, otherwise empty. */
export const createTestDatabase = (): Promise<TestDatabase> => create(inject('testServer').template);

/** Without a single table: for tests of migrations, backup and restore. */
export const createEmptyDatabase = (): Promise<TestDatabase> => create('template0');
