/** Column mode: cells of one field that wait for a glance, who has them, what was said of them. */
import type { FieldType } from '../domain/form.ts';
import type { Queryable, Transaction } from './database.ts';
import { Prisma } from './generated/client.ts';

/** A field in question: readings from `bar` on are looked at; `mayBeEmpty`: an empty cell is a reading too. */
export interface ColumnAsk {
  petitionId: string;
  field: string;
  type: FieldType;
  bar: number;
  mayBeEmpty: boolean;
}

/** ms. A carpet takes a minute; a closed laptop holds nobody up for long. */
const CARPET_LIFE = 5 * 60_000;
/** Decided lines that are measured on: the latest, so that a better reader is not held to its past. */
const MEASURED = 500;

const signed = 'signed';

/** What the machine says of the cell. A signature's reading is that a stroke is there. */
const readingOf = ({ type }: ColumnAsk) =>
  type === 'signature' ? Prisma.sql`${signed}::text` : Prisma.sql`COALESCE(reading.normalised, reading.value, '')`;

const isSure = ({ type, bar, mayBeEmpty }: ColumnAsk) =>
  type === 'signature'
    ? Prisma.sql`line.found_signed`
    : Prisma.sql`reading.confidence >= ${bar} AND reading.erased_at IS NULL
        AND (${mayBeEmpty} OR COALESCE(reading.normalised, reading.value, '') <> '')`;

const withReading = ({ field, type }: ColumnAsk) =>
  type === 'signature'
    ? Prisma.sql`line`
    : Prisma.sql`line JOIN reading ON reading.line_id = line.id AND reading.field = ${field} AND NOT reading.ditto`;

/** First sight only: whatever somebody has decided, here or before, a line in second keying among it, is out. */
const isOpen = Prisma.sql`line.state = 'awaiting_review' AND line.found = 'filled'
  AND line.restricted_at IS NULL AND line.erased_at IS NULL
  AND line.waits_for IS NULL
  AND NOT EXISTS (SELECT 1 FROM page WHERE page.id = line.page_id AND page.handed_back_at IS NOT NULL)
  AND (line.postponed_until IS NULL OR line.postponed_until <= now())
  AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.line_id = line.id AND decision.kind <> 'machine')`;

const isUnchecked = (field: string) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM column_check AS done WHERE done.line_id = line.id AND done.field = ${field})`;

/** Neither at hand in somebody's station nor in another carpet, nor put off. */
const isFree = (field: string, personId: string) => Prisma.sql`
  (line.lease_expires_at IS NULL OR line.lease_expires_at <= now()) AND NOT EXISTS (
    SELECT 1 FROM column_lease AS taken WHERE taken.line_id = line.id AND taken.field = ${field}
      AND taken.expires_at > now() AND taken.holder_id IS DISTINCT FROM ${personId}::uuid)`;

const waiting = (ask: ColumnAsk, personId: string) => Prisma.sql`${withReading(ask)}
  WHERE line.petition_id = ${ask.petitionId}::uuid AND ${isOpen} AND ${isSure(ask)}
    AND ${isUnchecked(ask.field)} AND ${isFree(ask.field, personId)}`;

export async function countCells(database: Queryable, ask: ColumnAsk, personId: string): Promise<number> {
  const [row] = await database.$queryRaw<
    { cells: number }[]
  >`SELECT count(*)::int AS cells FROM ${waiting(ask, personId)}`;
  return row?.cells ?? 0;
}

/**
 * How often decisions bore out readings that were sure enough. Lines checked in column mode prove nothing here: what was
 * decided there was filled in.
 */
export async function measureColumn(database: Queryable, ask: ColumnAsk): Promise<{ lines: number; right: number }> {
  const isRight =
    ask.type === 'signature'
      ? Prisma.sql`line.state = 'counted'`
      : Prisma.sql`signer.fields ->> ${ask.field} = COALESCE(reading.normalised, reading.value, '')`;
  // For a signature every line on which its absence could have been noticed; else what was stored.
  const isDecided =
    ask.type === 'signature'
      ? Prisma.sql`(line.state = 'counted' OR (line.state = 'rejected' AND line.reason = 'no_signature'))`
      : Prisma.sql`line.state = 'counted' AND signer.fields IS NOT NULL`;
  const [row] = await database.$queryRaw<{ lines: number; right: number }[]>`
    SELECT count(*)::int AS lines, (count(*) FILTER (WHERE is_right))::int AS right FROM (
      SELECT ${isRight} AS is_right FROM ${withReading(ask)} LEFT JOIN signer ON signer.line_id = line.id
      WHERE line.petition_id = ${ask.petitionId}::uuid AND ${isDecided} AND ${isSure(ask)} AND ${isUnchecked(ask.field)}
      ORDER BY line.updated_at DESC LIMIT ${MEASURED}) AS latest`;
  return row ?? { lines: 0, right: 0 };
}

export interface ColumnCell {
  lineId: string;
  value: string;
}

/** Gives one person the next cells, sheet by sheet, equal readings together; what was held of other fields goes back. */
export async function takeCarpet(
  transaction: Transaction,
  ask: ColumnAsk,
  { personId, cells }: { personId: string; cells: number },
): Promise<{ cells: ColumnCell[]; leaseExpiresAt: Date | null }> {
  await transaction.$executeRaw`DELETE FROM column_lease WHERE expires_at <= now()
    OR (holder_id = ${personId}::uuid AND field <> ${ask.field})`;
  const found = await transaction.$queryRaw<ColumnCell[]>`
    SELECT line.id AS "lineId", ${readingOf(ask)} AS value FROM ${waiting(ask, personId)}
    ORDER BY line.created_at, line.page_id, line.index LIMIT ${cells} FOR UPDATE OF line SKIP LOCKED`;
  const expiresAt = new Date(Date.now() + CARPET_LIFE);
  const taken = await transaction.$queryRaw<{ line_id: string }[]>`
    INSERT INTO column_lease (line_id, field, holder_id, expires_at)
    SELECT id, ${ask.field}, ${personId}::uuid, ${expiresAt} FROM unnest(${found.map((cell) => cell.lineId)}::uuid[]) AS id
    ON CONFLICT (line_id, field) DO UPDATE SET holder_id = excluded.holder_id, expires_at = excluded.expires_at
      WHERE column_lease.holder_id = excluded.holder_id OR column_lease.expires_at <= now()
    RETURNING line_id`;
  const own = new Set(taken.map((row) => row.line_id));
  const carpet = found.filter((cell) => own.has(cell.lineId)).sort((a, b) => a.value.localeCompare(b.value));
  return { cells: carpet, leaseExpiresAt: carpet.length === 0 ? null : expiresAt };
}

/** Which of the lines this person has in a carpet of the field, still open; locked. */
async function heldCells(transaction: Transaction, ask: ColumnAsk, wish: { personId: string; lineIds: string[] }) {
  return await transaction.$queryRaw<ColumnCell[]>`
    SELECT line.id AS "lineId", ${readingOf(ask)} AS value FROM ${withReading(ask)}
      JOIN column_lease AS held ON held.line_id = line.id AND held.field = ${ask.field}
    WHERE line.id = ANY(${wish.lineIds}::uuid[]) AND line.petition_id = ${ask.petitionId}::uuid
      AND held.holder_id = ${wish.personId}::uuid AND held.expires_at > now()
      AND ${isOpen} AND ${isUnchecked(ask.field)}
    FOR UPDATE OF line`;
}

export interface ColumnWord {
  personId: string;
  confirmed: string[];
  doubted: string[];
}

/** Notes what was said of cells still held; answers how many of each. */
export async function recordColumnChecks(
  transaction: Transaction,
  ask: ColumnAsk,
  { personId, confirmed, doubted }: ColumnWord,
): Promise<{ confirmed: number; doubted: number; lapsed: number }> {
  const inDoubt = new Set(doubted);
  const lineIds = [...new Set([...confirmed, ...doubted])];
  const held = await heldCells(transaction, ask, { personId, lineIds });
  const checks = held.map(({ lineId, value }) => ({
    ...{ lineId, value, personId, field: ask.field },
    outcome: inDoubt.has(lineId) ? ('doubted' as const) : ('confirmed' as const),
  }));
  await transaction.columnCheck.createMany({ data: checks });
  await transaction.columnLease.deleteMany({
    where: { holderId: personId, field: ask.field, lineId: { in: lineIds } },
  });
  const doubts = checks.filter((check) => check.outcome === 'doubted').length;
  return { confirmed: checks.length - doubts, doubted: doubts, lapsed: lineIds.length - checks.length };
}

/** Gives a carpet back: at once, or out of everybody's sight for so many minutes. */
export async function returnCarpet(
  database: Queryable,
  { personId, field, petitionId, minutes }: { personId: string; field: string; petitionId: string; minutes: number },
): Promise<void> {
  const where = { holderId: personId, field, line: { petitionId } };
  if (minutes === 0) await database.columnLease.deleteMany({ where });
  else {
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    await database.columnLease.updateMany({ where, data: { holderId: null, expiresAt } });
  }
}

/** The cell's place on its page, when this person has it in a carpet. */
export async function findHeldCell(database: Queryable, held: { lineId: string; field: string; personId: string }) {
  const { lineId, field, personId } = held;
  return await database.columnLease.findFirst({
    where: { lineId, field, holderId: personId, expiresAt: { gt: new Date() } },
    select: {
      line: {
        select: {
          formDefinitionId: true,
          index: true,
          box: true,
          restrictedAt: true,
          erasedAt: true,
          generation: true,
          pageId: true,
          page: { select: { width: true, height: true, dpi: true, rectifiedImage: true } },
        },
      },
    },
  });
}
