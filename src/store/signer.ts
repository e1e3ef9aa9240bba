/** Stored signers: finding one, its history, the values above a line, the rows of the list. */
import { NotFoundError } from '../domain/errors.ts';
import { foldText } from '../domain/search-text.ts';
import { type Database, type Queryable, type Transaction, withTransaction } from './database.ts';
import { Prisma } from './generated/client.ts';

type Fields = Record<string, string>;

/** Values on the nearest line above that has some: as confirmed, and as this person entered them. */
export async function findAbove(
  database: Queryable,
  lineIds: string[],
  personId: string,
): Promise<{ confirmed: Map<string, Fields>; own: Map<string, Fields> }> {
  const confirmed = await database.$queryRaw<{ id: string; fields: Fields }[]>`
    SELECT line.id, above.fields FROM line CROSS JOIN LATERAL (
      SELECT signer.fields FROM line AS upper JOIN signer ON signer.line_id = upper.id
      WHERE upper.page_id = line.page_id AND upper.generation = line.generation AND upper.index < line.index
        AND upper.state = 'counted' AND signer.fields IS NOT NULL AND upper.restricted_at IS NULL
      ORDER BY upper.index DESC LIMIT 1) AS above
    WHERE line.id = ANY(${lineIds}::uuid[])`;
  const own = await database.$queryRaw<{ id: string; fields: Fields }[]>`
    SELECT line.id, above.fields FROM line CROSS JOIN LATERAL (
      SELECT decision.fields FROM line AS upper JOIN decision ON decision.line_id = upper.id
      WHERE upper.page_id = line.page_id AND upper.generation = line.generation AND upper.index < line.index
        AND decision.person_id = ${personId}::uuid AND decision.outcome = 'accepted' AND decision.fields IS NOT NULL
        AND upper.restricted_at IS NULL
      ORDER BY upper.index DESC, decision.created_at DESC LIMIT 1) AS above
    WHERE line.id = ANY(${lineIds}::uuid[])`;
  const toMap = (rows: { id: string; fields: Fields }[]) => new Map(rows.map((row) => [row.id, row.fields]));
  return { confirmed: toMap(confirmed), own: toMap(own) };
}

const INCLUDED = {
  line: {
    include: {
      page: {
        include: { scan: { include: { batch: { select: { id: true, name: true, box: true, folder: true } } } } },
      },
      form: { select: { notice: { select: { version: true } } } },
      accuracyLine: { select: { lineId: true } },
      accuracyKeyings: { select: { kind: true, outcome: true, wrong: true } },
    },
  },
} satisfies Prisma.SignerInclude;

export type SignerWithPlace = Prisma.SignerGetPayload<{ include: typeof INCLUDED }>;

/** Drawn into the sample and not settled yet: whoever may key it must not have read it here. */
export function isBeingMeasured({ line }: SignerWithPlace): boolean {
  if (line.accuracyLine === null) return false;
  return !line.accuracyKeyings.some(
    ({ kind, outcome, wrong }) => kind === 'adjudication' || (outcome === 'accepted' && wrong.length === 0),
  );
}

const isNotMeasured = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM accuracy_line AS drawn WHERE drawn.line_id = line.id AND NOT EXISTS (
    SELECT 1 FROM accuracy_keying AS keyed WHERE keyed.line_id = line.id
      AND (keyed.kind = 'adjudication' OR (keyed.outcome = 'accepted' AND cardinality(keyed.wrong) = 0))))`;

export interface SignerSearch {
  petitionId: string;
  text: string;
  pageId?: string | undefined;
  limit: number;
  /** Leaves out lines of a sample that are not settled yet. */
  hidesMeasured: boolean;
}

/** Below this trigram similarity a word is another word: finds "Lefebvre" for "lefevre", not "Martin" for "Marin-Dupuis". */
const SIMILAR = 0.45;

const escapeLike = (word: string) => word.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

/** Of each way of finding: more say only that the search must be narrowed, and cost a join over the whole petition. */
const MOST_CANDIDATES = 500;

/** One branch a way of finding, each served by its index; together they would be served by none. */
function candidates({ petitionId, text }: SignerSearch, words: string[]): Prisma.Sql {
  const own = Prisma.sql`SELECT id FROM signer WHERE petition_id = ${petitionId}::uuid AND removed_at IS NULL`;
  const most = Prisma.sql`LIMIT ${MOST_CANDIDATES}`;
  if (text === '') return own;
  const file = `${escapeLike(text.toLowerCase())}%`;
  const bySheet = Prisma.sql`SELECT signer.id FROM scan JOIN page ON page.scan_id = scan.id
    JOIN line ON line.page_id = page.id JOIN signer ON signer.line_id = line.id
    WHERE lower(scan.file_name) LIKE ${file} AND signer.petition_id = ${petitionId}::uuid ${most}`;
  if (words.length === 0) return bySheet;
  const each = (test: (word: string) => Prisma.Sql) => Prisma.join(words.map(test), ' AND ');
  return Prisma.sql`(${own} AND ${each((word) => Prisma.sql`search_text LIKE ${`%${escapeLike(word)}%`}`)} ${most})
    UNION (${own} AND ${each((word) => Prisma.sql`${word} <% search_text`)} ${most})
    UNION (${bySheet})`;
}

/**
 * Counted signers in whose text every word occurs, then those with similar words (misspellings). The name of the file
 * finds a whole sheet. Lines that somebody is keying for the second time are not found: their values stay unseen.
 */
export async function searchSigners(database: Database, search: SignerSearch): Promise<SignerWithPlace[]> {
  const words = foldText(search.text)
    .split(' ')
    .filter((word) => word !== '');
  const page = search.pageId === undefined ? Prisma.sql`true` : Prisma.sql`line.page_id = ${search.pageId}::uuid`;
  // 1 where the word stands as it is, so that exact finds come first.
  const nearness = Prisma.sql`(SELECT COALESCE(min(CASE WHEN position(word IN signer.search_text) > 0 THEN 1
    ELSE word_similarity(word, signer.search_text) END), 0) FROM unnest(${words}::text[]) AS word)`;
  const rows = await withTransaction(database, async (transaction) => {
    // What the operator <% goes by.
    await transaction.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${String(SIMILAR)}, true)`;
    return await transaction.$queryRaw<{ id: string }[]>`
      SELECT signer.id FROM (${candidates(search, words)}) AS found
        JOIN signer ON signer.id = found.id JOIN line ON line.id = signer.line_id
      WHERE line.state = 'counted' AND signer.removed_at IS NULL AND ${page}
        AND ${search.hidesMeasured ? isNotMeasured : Prisma.sql`true`}
      ORDER BY ${nearness} DESC, line.created_at, line.page_id, line.index
      LIMIT ${search.limit}`;
  });
  const ids = rows.map((row) => row.id);
  const signers = await database.signer.findMany({ where: { id: { in: ids } }, include: INCLUDED });
  const byId = new Map(signers.map((signer) => [signer.id, signer]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function getSigner(database: Queryable, id: string): Promise<SignerWithPlace> {
  const signer = await database.signer.findUnique({ where: { id }, include: INCLUDED });
  if (signer === null) throw new NotFoundError('signer_unknown', 'There is no such signer.');
  return signer;
}

export interface ExportRow {
  signerId: string;
  scanId: string;
  fileName: string | null;
  pageCount: number;
  page: number;
  line: number;
  fields: Fields;
  noticeVersion: number;
}

/** Rows fetched at once: a few hundred kilobytes. */
const CHUNK = 1_000;

/**
 * The rows of the list in chunks, in the order in which the sheets came, each from top to bottom. Counted lines only;
 * restricted and erased ones are left out. Sorted once, whatever the number of rows: the transaction holds a cursor.
 */
export async function* readExportRows(transaction: Transaction, petitionId: string): AsyncGenerator<ExportRow[]> {
  // A cursor's query takes no parameters; a setting of the transaction carries the petition.
  await transaction.$executeRaw`SELECT set_config('paraphe.petition', ${petitionId}, true)`;
  await transaction.$executeRaw`
    DECLARE export NO SCROLL CURSOR FOR
    SELECT signer.id AS "signerId", scan.id AS "scanId", scan.file_name AS "fileName", scan.page_count AS "pageCount",
      page.number AS page, line.index AS line, signer.fields, notice.version AS "noticeVersion"
    FROM signer
      JOIN line ON line.id = signer.line_id
      JOIN page ON page.id = line.page_id
      JOIN scan ON scan.id = page.scan_id
      JOIN form_definition AS form ON form.id = line.form_definition_id
      JOIN notice_version AS notice ON notice.id = form.notice_version_id
    WHERE signer.petition_id = current_setting('paraphe.petition')::uuid AND signer.removed_at IS NULL
      AND line.state = 'counted' AND line.restricted_at IS NULL AND line.erased_at IS NULL AND signer.fields IS NOT NULL
    ORDER BY scan.received_at, scan.id, page.number, line.index, signer.id`;
  for (;;) {
    const rows = await transaction.$queryRawUnsafe<ExportRow[]>(`FETCH FORWARD ${CHUNK} FROM export`);
    if (rows.length > 0) yield rows;
    if (rows.length < CHUNK) return;
  }
}
