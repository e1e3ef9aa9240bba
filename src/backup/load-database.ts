/** Fills an empty, migrated database with a backup's rows, in one transaction of the caller's. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteAll } from './dump-database.ts';
import type { Manifest } from './manifest.ts';

interface Rule {
  /** Turns it off, and on again as it was. */
  off: string;
  on: string;
}

/** Rows arrive in no order that foreign keys would accept; they are checked when the keys are put back. */
const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS "off",
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS "on"
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname`;

/** The ledger's and the audit's triggers guard what happens from now on; what is restored has passed them already. */
const TRIGGERS = `
  SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) AS "off",
    format('ALTER TABLE %s ENABLE %sTRIGGER %I', tgrelid::regclass,
      CASE tgenabled WHEN 'A' THEN 'ALWAYS ' WHEN 'R' THEN 'REPLICA ' ELSE '' END, tgname) AS "on"
  FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
  WHERE NOT tgisinternal AND tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace ORDER BY tgname`;

async function withoutRules(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const rules = [...(await client.query<Rule>(TRIGGERS)).rows, ...(await client.query<Rule>(FOREIGN_KEYS)).rows];
  for (const rule of rules) await client.query(rule.off);
  await work();
  for (const rule of rules) await client.query(rule.on);
}

export async function isEmptyDatabase(client: pg.Client): Promise<boolean> {
  const found = await client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1");
  return found.rowCount === 0;
}

/** `contentOf` answers an entry of the archive. */
export async function loadDatabase(
  client: pg.Client,
  manifest: Manifest,
  contentOf: (entry: string) => Readable,
): Promise<void> {
  await withoutRules(client, async () => {
    // Migrations may have put rows in, among them their own record; the backup has its own of both.
    const names = manifest.tables.map((table) => `public.${pg.escapeIdentifier(table.name)}`);
    await client.query(`TRUNCATE ${names.join(', ')}`);
    for (const { name, columns, entry } of manifest.tables) {
      const target = `public.${pg.escapeIdentifier(name)} (${quoteAll(columns)})`;
      await pipeline(contentOf(entry), createGunzip(), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
    }
    for (const { name, value, isCalled } of manifest.sequences) {
      await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
        `public.${pg.escapeIdentifier(name)}`,
        value,
        isCalled,
      ]);
    }
  });
}
