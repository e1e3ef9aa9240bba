/** Deliveries: what was declared, what came in, how far it has got. */
import { NotFoundError } from '../domain/errors.ts';
import type { LineState } from '../domain/ledger.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, withTransaction } from './database.ts';
import type { Batch, BatchChannel, PageState } from './generated/client.ts';

export interface NewBatch {
  petitionId: string;
  name: string;
  sender: string | null;
  /** YYYY-MM-DD; null: today. */
  receivedOn: string | null;
  postmarkedOn: string | null;
  declaredSheets: number | null;
  declaredSignatures: number | null;
  channel: BatchChannel | null;
  /** Where the paper lies. */
  box: string | null;
  folder: string | null;
  /** The subfolder or day of the watched folder whose files come here. */
  watchedFolder?: string;
}

/** Nothing known but the name. */
export const UNDECLARED: Omit<NewBatch, 'petitionId' | 'name'> = {
  sender: null,
  receivedOn: null,
  postmarkedOn: null,
  declaredSheets: null,
  declaredSignatures: null,
  channel: null,
  box: null,
  folder: null,
};

export const toDate = (day: string | null) => (day === null ? null : new Date(`${day}T00:00:00Z`));

export interface Creator {
  personId: string | null;
  tokenId?: string | null;
}

export async function createBatch(database: Database, batch: NewBatch, creator: Creator): Promise<string> {
  const { personId, tokenId = null } = creator;
  return await withTransaction(database, async (transaction) => {
    const petition = await transaction.petition.findUnique({ where: { id: batch.petitionId }, select: { id: true } });
    if (petition === null) throw new NotFoundError('petition_unknown', 'There is no such petition.');
    const receivedOn = toDate(batch.receivedOn);
    const { id } = await transaction.batch.create({
      data: {
        ...batch,
        ...(receivedOn === null ? { receivedOn: new Date() } : { receivedOn }),
        postmarkedOn: toDate(batch.postmarkedOn),
        createdById: personId,
      },
      select: { id: true },
    });
    const through = tokenId === null ? {} : { details: { token: tokenId } };
    await recordAudit(transaction, {
      personId,
      kind: 'batch_created',
      subjectType: 'batch',
      subjectId: id,
      ...through,
    });
    return id;
  });
}

export interface BatchProgress {
  scans: number;
  pages: number;
  pagesByState: Partial<Record<PageState, number>>;
  lines: number;
  linesByState: Partial<Record<LineState, number>>;
  /** Pages that wait for a person because their paper seems to be there already. */
  held: number;
}

export type BatchSummary = Batch & { petition: { isPractice: boolean }; progress: BatchProgress };

const petition = { select: { isPractice: true } } as const;

export async function getBatch(database: Queryable, id: string): Promise<BatchSummary> {
  const batch = await database.batch.findUnique({ where: { id }, include: { petition } });
  if (batch === null) throw new NotFoundError('batch_unknown', 'There is no such batch.');
  const progress = await readProgress(database, [id]);
  return { ...batch, progress: progressOf(progress, id) };
}

export interface Place {
  box?: string | undefined;
  folder?: string | undefined;
}

/** Newest first; with a place only those whose paper lies there. */
export async function listBatches(
  database: Queryable,
  petitionId: string,
  { box, folder }: Place = {},
): Promise<BatchSummary[]> {
  const at = (name: string | undefined) => (name === undefined ? {} : { equals: name, mode: 'insensitive' as const });
  const batches = await database.batch.findMany({
    where: {
      petitionId,
      ...(box === undefined ? {} : { box: at(box) }),
      ...(folder === undefined ? {} : { folder: at(folder) }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { petition },
  });
  const progress = await readProgress(
    database,
    batches.map((batch) => batch.id),
  );
  return batches.map((batch) => ({ ...batch, progress: progressOf(progress, batch.id) }));
}

interface Count {
  batchId: string;
  kind: 'scan' | 'page' | 'line' | 'held';
  state: string;
  count: number;
}

async function readProgress(database: Queryable, batchIds: string[]): Promise<Count[]> {
  if (batchIds.length === 0) return [];
  return await database.$queryRaw<Count[]>`
    SELECT batch_id AS "batchId", 'scan' AS kind, state::text, count(*)::int FROM scan
      WHERE batch_id = ANY (${batchIds}::uuid[]) GROUP BY 1, 3
    UNION ALL
    SELECT scan.batch_id, 'page', page.state::text, count(*)::int FROM page JOIN scan ON scan.id = page.scan_id
      WHERE scan.batch_id = ANY (${batchIds}::uuid[]) GROUP BY 1, 3
    UNION ALL
    SELECT scan.batch_id, 'held', 'held', count(*)::int FROM page JOIN scan ON scan.id = page.scan_id
      WHERE page.twin_verdict = 'held' AND scan.batch_id = ANY (${batchIds}::uuid[]) GROUP BY 1
    UNION ALL
    SELECT scan.batch_id, 'line', line.state::text, count(*)::int
      FROM line JOIN page ON page.id = line.page_id JOIN scan ON scan.id = page.scan_id
      WHERE scan.batch_id = ANY (${batchIds}::uuid[]) GROUP BY 1, 3`;
}

/** Counts of what is there: withdrawn and refused scans, withdrawn pages and superseded lines are listed, not summed. */
function progressOf(counts: Count[], batchId: string): BatchProgress {
  const of = (kind: Count['kind']) => counts.filter((count) => count.batchId === batchId && count.kind === kind);
  const sum = (kind: Count['kind'], without: string[]) =>
    of(kind)
      .filter(({ state }) => !without.includes(state))
      .reduce((total, { count }) => total + count, 0);
  const byState = (kind: Count['kind']) => Object.fromEntries(of(kind).map(({ state, count }) => [state, count]));
  return {
    scans: sum('scan', ['withdrawn', 'refused']),
    pages: sum('page', ['withdrawn']),
    pagesByState: byState('page'),
    lines: sum('line', ['superseded']),
    linesByState: byState('line'),
    held: sum('held', []),
  };
}

/** The open batch that files from this part of the watched folder go to; null: none yet. */
export async function findWatchedBatch(
  database: Queryable,
  { petitionId, watchedFolder }: { petitionId: string; watchedFolder: string },
): Promise<string | null> {
  const batch = await database.batch.findFirst({
    where: { petitionId, watchedFolder, state: 'open' },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  return batch?.id ?? null;
}

export async function listScansOfBatch(database: Queryable, batchId: string) {
  return await database.scan.findMany({
    where: { batchId },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    include: { _count: { select: { pages: true } } },
  });
}
