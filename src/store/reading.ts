/** What the readers found on a page: one run with its provenance, one reading a cell. Append-only. */
import type { CandidateRow, EngineProvenance, PrefillPolicy } from '../domain/candidate.ts';
import { type PetitionSettings, petitionSettingsSchema, prefillPolicySchema } from '../domain/policies.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import type { Prisma } from './generated/client.ts';
import type { PageFindings, PageKey, PageWork } from './page.ts';
import { type CompareLine, takePlace } from './replacement.ts';

/** A candidate row, and whether the machine alone may settle it as an empty line. */
export interface ReadRow extends CandidateRow {
  isCertainlyBlank: boolean;
}

export interface ReadPage {
  rows: ReadRow[];
  header: NonNullable<PageFindings['header']>;
  engines: EngineProvenance[];
  softwareVersion: string;
}

/** How a petition wants its pages read. */
export async function findReadingPolicy(
  database: Queryable,
  petitionId: string,
): Promise<{ prefillPolicy: PrefillPolicy; settings: PetitionSettings }> {
  const petition = await database.petition.findUniqueOrThrow({
    where: { id: petitionId },
    select: { prefillPolicy: true, settings: true },
  });
  return {
    prefillPolicy: prefillPolicySchema.parse(petition.prefillPolicy),
    settings: petitionSettingsSchema.parse(petition.settings),
  };
}

const json = (value: unknown) => value as Prisma.InputJsonValue;

/**
 * Commits a reading: the run, its readings, and the lines' way on: blank ones are rejected by the machine, all others
 * wait for a person. A page that replaces another one takes its place. Answers false, and changes nothing, when the page no longer waits for it.
 */
export async function recordReadings(
  database: Database,
  key: PageKey,
  { page, read, compare }: { page: PageWork; read: ReadPage; compare: CompareLine },
): Promise<boolean> {
  return await withTransaction(database, async (transaction) => {
    const { count } = await transaction.page.updateMany({
      where: { id: key.pageId, state: 'preprocessed', generation: key.generation, attempt: key.attempt },
      data: { state: 'read', findings: json({ ...(page.findings as PageFindings | null), header: read.header }) },
    });
    if (count === 0) return false;
    const run = await createRun(transaction, key, { page, read });
    const lines = await transaction.line.findMany({
      where: { pageId: key.pageId, generation: key.generation },
      select: { id: true, index: true, version: true },
    });
    const lineOf = new Map(lines.map((line) => [line.index, line]));
    await createReadings(transaction, { runId: run.id, rows: read.rows, lineOf });
    await settleLines(transaction, read.rows, lineOf);
    if (page.twinVerdict === 'replaces' && page.twinOfId !== null) {
      await takePlace(transaction, { pageId: key.pageId, oldPageId: page.twinOfId }, compare);
    }
    return true;
  });
}

type Lines = Map<number, { id: string; version: number }>;

async function createRun(transaction: Transaction, key: PageKey, { page, read }: { page: PageWork; read: ReadPage }) {
  if (page.form === null) throw new Error('A page without a form cannot have been read');
  return await transaction.readingRun.create({
    data: {
      pageId: key.pageId,
      generation: key.generation,
      scanSha256: page.scan.sha256,
      formKey: page.form.key,
      formVersion: page.form.version,
      formSha256: page.form.sha256,
      softwareVersion: read.softwareVersion,
      engines: json(read.engines),
    },
    select: { id: true },
  });
}

async function createReadings(
  transaction: Transaction,
  { runId, rows, lineOf }: { runId: string; rows: ReadRow[]; lineOf: Lines },
): Promise<void> {
  const readings = rows.flatMap((row) => {
    const line = lineOf.get(row.index);
    if (line === undefined) throw new Error(`Line ${row.index} was read but is not on the page`);
    return row.cells.map((cell) => ({
      runId,
      lineId: line.id,
      field: cell.field,
      engine: cell.engine,
      raw: cell.raw,
      value: cell.value,
      normalised: cell.normalised,
      confidence: cell.confidence,
      alternatives: json(cell.proposals),
      prefill: cell.prefill,
      ditto: cell.ditto,
      box: cell.box.map(Math.round),
    }));
  });
  await transaction.reading.createMany({ data: readings });
}

async function settleLines(transaction: Transaction, rows: ReadRow[], lineOf: Lines): Promise<void> {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const key = `${row.state} ${row.signed} ${row.isCertainlyBlank}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const group of groups.values()) {
    const { state, signed, isCertainlyBlank } = group[0]!;
    const lines = group.map((row) => lineOf.get(row.index)!);
    const blank = isCertainlyBlank ? ({ state: 'rejected', reason: 'blank' } as const) : null;
    if (blank !== null) {
      await transaction.decision.createMany({
        data: lines.map((line) => ({
          lineId: line.id,
          kind: 'machine' as const,
          lineVersion: line.version,
          outcome: 'rejected',
          reason: 'blank',
        })),
      });
    }
    await transaction.line.updateMany({
      where: { id: { in: lines.map((line) => line.id) } },
      data: {
        ...(blank ?? { state: 'awaiting_review' as const }),
        found: state,
        foundSigned: signed,
        version: { increment: 1 },
      },
    });
  }
}
