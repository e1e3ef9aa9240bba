/** Pages as people see them: lists, one page with its lines, its picture. */
import { NotFoundError } from '../domain/errors.ts';
import type { Queryable } from './database.ts';
import type { PageState, Prisma } from './generated/client.ts';
import type { PageFindings } from './page.ts';

const listed = {
  id: true,
  scanId: true,
  number: true,
  state: true,
  reasonCode: true,
  reasonParams: true,
  findings: true,
  petitionId: true,
  twinOfId: true,
  twinLikeness: true,
  twinVerdict: true,
  replacedById: true,
  insertKind: true,
  separatorId: true,
  glancedAt: true,
  createdAt: true,
  handedBackAt: true,
  handedBackReason: true,
  updatedAt: true,
  scan: { select: { fileName: true, batchId: true, partOfId: true } },
  _count: { select: { lines: { where: { state: { not: 'superseded' } } } } },
} as const satisfies Prisma.PageSelect;

export type ListedPage = Omit<Prisma.PageGetPayload<{ select: typeof listed }>, 'findings' | 'reasonParams'> & {
  findings: PageFindings;
  reasonParams: Record<string, string | number> | null;
};

type Raw = { findings: Prisma.JsonValue; reasonParams: Prisma.JsonValue };

function parsed<T extends Raw>(page: T) {
  const findings = (page.findings ?? {}) as PageFindings;
  return { ...page, findings, reasonParams: page.reasonParams as Record<string, string | number> | null };
}

/** In the order received. */
export async function listPagesOfBatch(database: Queryable, batchId: string): Promise<ListedPage[]> {
  const pages = await database.page.findMany({
    where: { scan: { batchId } },
    orderBy: [{ scan: { receivedAt: 'asc' } }, { scanId: 'asc' }, { number: 'asc' }],
    select: listed,
  });
  return pages.map(parsed);
}

export interface PageFilter {
  states: PageState[];
  /** Also those that a reviewer gave back to be scanned again. */
  handedBack?: boolean | undefined;
  batchId?: string | undefined;
  petitionId?: string | undefined;
  limit: number;
}

/** For triage: newest first. A page without a form counts to the petition that its batch expects. */
export async function listPages(database: Queryable, filter: PageFilter): Promise<ListedPage[]> {
  const { petitionId, batchId } = filter;
  const pages = await database.page.findMany({
    where: {
      AND: {
        OR: [
          { state: { in: filter.states } },
          ...(filter.handedBack ? [{ state: 'read' as const, handedBackAt: { not: null } }] : []),
        ],
      },
      ...(batchId === undefined ? {} : { scan: { batchId } }),
      ...(petitionId === undefined
        ? {}
        : { OR: [{ petitionId }, { petitionId: null, scan: { batch: { petitionId } } }] }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    take: filter.limit,
    select: listed,
  });
  return pages.map(parsed);
}

/** Pages of a petition that need a hand, newest problem first: stopped, held, or read from a poor scan. */
export async function listPagesInNeed(
  database: Queryable,
  { petitionId, limit }: { petitionId: string; limit: number },
): Promise<ListedPage[]> {
  const found = await database.$queryRaw<{ id: string }[]>`
    SELECT page.id FROM page JOIN scan ON scan.id = page.scan_id JOIN batch ON batch.id = scan.batch_id
    WHERE COALESCE(page.petition_id, batch.petition_id) = ${petitionId}::uuid AND page.id IN (
      SELECT id FROM page WHERE state IN ('unrecognised', 'unreadable', 'failed')
      UNION ALL SELECT id FROM page WHERE twin_verdict = 'held'
      UNION ALL SELECT id FROM page WHERE state = 'read' AND handed_back_at IS NOT NULL
      UNION ALL SELECT id FROM page
        WHERE state = 'read' AND glanced_at IS NULL AND jsonb_path_exists(findings, '$.warnings[0]'))
    ORDER BY page.updated_at DESC, page.id LIMIT ${limit}`;
  const ids = found.map(({ id }) => id);
  const pages = await database.page.findMany({ where: { id: { in: ids } }, select: listed });
  const byId = new Map(pages.map((page) => [page.id, page]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(parsed);
}

/** Letters, cheques and the like that lay between the sheets, newest first, with the notes about them. */
export async function listInserts(database: Queryable, petitionId: string) {
  const pages = await database.page.findMany({
    where: {
      insertKind: { not: null },
      state: 'withdrawn',
      scan: { state: { not: 'withdrawn' }, batch: { petitionId } },
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    take: 500,
    select: {
      ...listed,
      insertNote: true,
      scan: { select: { fileName: true, batchId: true, partOfId: true, batch: { select: { name: true } } } },
    },
  });
  return pages.map(parsed);
}

export async function getPage(database: Queryable, id: string) {
  const page = await database.page.findUnique({
    where: { id },
    select: {
      ...listed,
      formDefinitionId: true,
      orientation: true,
      width: true,
      height: true,
      dpi: true,
      rectifiedImage: true,
      sourceImage: true,
      petition: { select: { title: true } },
      scan: { select: { ...listed.scan.select, batch: { select: { name: true, box: true, folder: true } } } },
      lines: {
        where: { state: { not: 'superseded' } },
        orderBy: { index: 'asc' },
        include: { signer: { select: { id: true, removedAt: true } } },
      },
    },
  });
  if (page === null) throw new NotFoundError('page_unknown', 'There is no such page.');
  return parsed(page);
}

/** Forms by id with their petition's title, for the nearest ones of an unrecognised page. */
export async function titlesOfForms(database: Queryable, formIds: string[]): Promise<Map<string, string>> {
  const forms = await database.formDefinition.findMany({
    where: { id: { in: formIds } },
    select: { id: true, petition: { select: { title: true } } },
  });
  return new Map(forms.map((form) => [form.id, form.petition.title]));
}
