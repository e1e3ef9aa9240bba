/** Prints of papers: kept beside the page, found again by signature, and gone with what they were made from. */
import { deflateSync, inflateSync } from 'node:zlib';
import { isEmptyPrint, type LinePrint, type PaperPrint, signatureOf, withoutLine } from '../domain/paper-print.ts';
import type { Queryable, Transaction } from './database.ts';

/** How alike two prints are (0..1), and whether that means one paper. */
export type ComparePrints = (a: PaperPrint, b: PaperPrint) => { likeness: number; isSame: boolean };

/** Ends of the lines' rasters: columns and rows as two bytes each, after the number of lines. */
export function packPrint(print: PaperPrint): Buffer {
  const head = Buffer.alloc(2 + 4 * print.length);
  head.writeUInt16LE(print.length, 0);
  print.forEach(({ columns, rows }, at) => {
    head.writeUInt16LE(columns, 2 + 4 * at);
    head.writeUInt16LE(rows, 4 + 4 * at);
  });
  return deflateSync(Buffer.concat([head, ...print.map(({ ink }) => ink)]));
}

export function unpackPrint(packed: Uint8Array): PaperPrint {
  const bytes = inflateSync(packed);
  const print: LinePrint[] = [];
  let at = 2 + 4 * bytes.readUInt16LE(0);
  for (let line = 0; line < bytes.readUInt16LE(0); line++) {
    const columns = bytes.readUInt16LE(2 + 4 * line);
    const rows = bytes.readUInt16LE(4 + 4 * line);
    print.push({ columns, rows, ink: new Uint8Array(bytes.subarray(at, at + columns * rows)) });
    at += columns * rows;
  }
  return print;
}

export async function savePrint(
  transaction: Transaction,
  { pageId, formId, print }: { pageId: string; formId: string; print: PaperPrint },
): Promise<void> {
  await transaction.pagePrint.deleteMany({ where: { pageId } });
  if (isEmptyPrint(print)) return;
  const ink = new Uint8Array(packPrint(print));
  await transaction.pagePrint.create({
    data: { pageId, formDefinitionId: formId, signature: signatureOf(print), ink },
  });
}

export async function readPrint(database: Queryable, pageId: string): Promise<PaperPrint | null> {
  const row = await database.pagePrint.findUnique({ where: { pageId }, select: { ink: true } });
  return row === null ? null : unpackPrint(row.ink);
}

export async function removePrints(transaction: Transaction, pageIds: string[]): Promise<void> {
  await transaction.pagePrint.deleteMany({ where: { pageId: { in: pageIds } } });
}

/** What one line held goes, from the signature too. The paper is still found by its other lines. */
export async function removeLinePrint(
  transaction: Transaction,
  { pageId, index }: { pageId: string; index: number },
): Promise<void> {
  const row = await transaction.pagePrint.findUnique({ where: { pageId } });
  if (row === null) return;
  const print = withoutLine(unpackPrint(row.ink), index);
  await savePrint(transaction, { pageId, formId: row.formDefinitionId, print });
}

/** Pages looked at closely: the nearest by signature. Of two pictures of one paper the second is nearly always the first. */
const LOOKED_AT = 30;

export interface Twin {
  pageId: string;
  likeness: number;
}

/**
 * The page that shows the same paper. Papers of one form are compared one after the other, so that two pictures that
 * come at the same moment do not miss each other: the lock is held until the transaction ends.
 */
export async function findTwin(
  transaction: Transaction,
  { pageId, formId, print }: { pageId: string; formId: string; print: PaperPrint },
  compare: ComparePrints,
): Promise<Twin | null> {
  if (isEmptyPrint(print)) return null;
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`print ${formId}`}, 0))`;
  const [a, b, c, d] = signatureOf(print);
  const near = await transaction.$queryRaw<{ pageId: string; ink: Uint8Array }[]>`
    SELECT page_print.page_id AS "pageId", ink FROM (
      SELECT page_id FROM page_print
      WHERE form_definition_id = ${formId}::uuid AND page_id <> ${pageId}::uuid AND signature IS NOT NULL
      ORDER BY bit_count((signature[1] # ${a}::bigint)::bit(64)) + bit_count((signature[2] # ${b}::bigint)::bit(64))
      + bit_count((signature[3] # ${c}::bigint)::bit(64)) + bit_count((signature[4] # ${d}::bigint)::bit(64)), page_id
      LIMIT ${LOOKED_AT}) AS near JOIN page_print ON page_print.page_id = near.page_id`;
  let best: Twin | null = null;
  for (const candidate of near) {
    const { likeness, isSame } = compare(print, unpackPrint(candidate.ink));
    if (isSame && likeness > (best?.likeness ?? 0)) best = { pageId: candidate.pageId, likeness };
  }
  return best;
}
