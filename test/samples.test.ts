/**
 * The samples are the contract: a sheet of every kind goes the way of `paraphe read` and must come out as its truth says.
 * Those of the development split are placed line by line in `integration/preprocessing-samples.test.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TruthPage } from '../samples/make/truth.ts';
import { createReader, type Reader } from '../src/cli/read-pages.ts';
import type { PageRecord } from '../src/cli/page-record.ts';
import { formDefinitionSchema } from '../src/domain/form.ts';

const SAMPLES = new URL('../samples/', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, SAMPLES), 'utf8'));
const form = formDefinitionSchema.parse(readJson('forms/aif-xinjiang/form.json'));
const sheets = readdirSync(new URL('sheets/', SAMPLES))
  .filter((it) => it.startsWith('test-'))
  .sort();
const truthOf = (sheet: string) => readJson(`sheets/${sheet}/truth.json`) as TruthPage[];

/** Shares that must be reached over all samples together. The bench says where they really stand. */
const FLOORS = {
  /** Printed lines whose state (empty, filled, struck) is right. */
  states: { clean: 0.98, typical: 0.97, hard: 0.93 },
  signed: 0.96,
  /** Written cells exactly right on clean and typical sheets. */
  exact: { postcode: 0.8, city: 0.7, family_name: 0.5, given_name: 0.55, email: 0.2 },
} as const;

let reader: Reader;
const read = new Map<string, PageRecord[]>();

beforeAll(async () => {
  reader = await createReader({ forms: [form] });
});
afterAll(() => reader.close());

async function readSheet(sheet: string): Promise<PageRecord[]> {
  const known = read.get(sheet);
  if (known) return known;
  const file = truthOf(sheet)[0]!.file;
  const records: PageRecord[] = [];
  const path = fileURLToPath(new URL(`sheets/${sheet}/${file}`, SAMPLES));
  for await (const { record } of reader.readScan(path)) records.push(record);
  read.set(sheet, records);
  return records;
}

describe('every sheet', () => {
  it.each(sheets)('%s is placed as it lies', { timeout: 180_000 }, async (sheet) => {
    const records = await readSheet(sheet);
    const expected = truthOf(sheet);
    expect(records.map(({ page, status, form }) => ({ page, status, form }))).toEqual(
      expected.map(({ page, status, form }) => ({ page, status, form })),
    );
    const isPlaced = (_: unknown, i: number) => expected[i]!.status === 'read';
    expect(records.filter(isPlaced).map((r) => r.orientation)).toEqual(
      expected.filter(isPlaced).map((t) => t.orientation),
    );
  });
});

type Counts = Record<string, { right: number; all: number }>;

function count(counts: Counts, key: string, right: boolean): void {
  counts[key] ??= { right: 0, all: 0 };
  counts[key].all++;
  if (right) counts[key].right++;
}

function comparePage(counts: Counts, record: PageRecord, truth: TruthPage): void {
  for (let index = 1; index <= form.rows.boxes.length; index++) {
    const wanted = truth.rows.find((row) => row.index === index);
    const found = record.rows.find((row) => row.index === index);
    count(counts, `states.${truth.tier}`, (wanted?.state ?? 'empty') === (found?.state ?? 'empty'));
    if (wanted?.state !== 'filled' || found?.state !== 'filled') continue;
    count(counts, 'signed', wanted.signed === found.signed);
    if (truth.tier === 'hard') continue;
    for (const [field, value] of Object.entries(wanted.fields)) {
      if (value !== '' && !wanted.ditto[field]) count(counts, field, found.fields[field] === value);
    }
  }
}

describe('all sheets together', () => {
  const counts: Counts = {};
  const share = (key: string) => counts[key]!.right / counts[key]!.all;

  beforeAll(async () => {
    for (const sheet of sheets) {
      const records = await readSheet(sheet);
      truthOf(sheet).forEach((truth, i) => {
        if (truth.status === 'read') comparePage(counts, records[i]!, truth);
      });
    }
  }, 600_000);

  it.each(Object.entries(FLOORS.states))('finds which lines of %s sheets are used', (tier, floor) => {
    expect(share(`states.${tier}`)).toBeGreaterThanOrEqual(floor);
  });

  it('sees whether a line is signed', () => {
    expect(share('signed')).toBeGreaterThanOrEqual(FLOORS.signed);
  });

  it.each(Object.entries(FLOORS.exact))('reads %s', (field, floor) => {
    expect(share(field)).toBeGreaterThanOrEqual(floor);
  });
});
