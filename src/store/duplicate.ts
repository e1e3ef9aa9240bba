/** Counted signers among whom one person may be twice, and those that somebody told apart. */
import { NotFoundError } from '../domain/errors.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, withTransaction } from './database.ts';

export interface SignedRow {
  id: string;
  formDefinitionId: string;
  batchId: string;
  fields: Record<string, string>;
}

/** Rows fetched at once: a few hundred kilobytes. */
const CHUNK = 2_000;

/** All counted signers with content that may be looked at, in chunks. */
export async function* readSigned(database: Queryable, petitionId: string): AsyncGenerator<SignedRow[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await database.$queryRaw<SignedRow[]>`
      SELECT signer.id, line.form_definition_id AS "formDefinitionId", scan.batch_id AS "batchId", signer.fields
      FROM signer JOIN line ON line.id = signer.line_id JOIN page ON page.id = line.page_id
        JOIN scan ON scan.id = page.scan_id
      WHERE signer.petition_id = ${petitionId}::uuid AND signer.id > ${after}::uuid AND signer.removed_at IS NULL
        AND signer.fields IS NOT NULL AND line.state = 'counted' AND line.restricted_at IS NULL
      ORDER BY signer.id LIMIT ${CHUNK}`;
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNK) return;
    after = last.id;
  }
}

/** Pairs as "lesser id,greater id". */
export async function listToldApart(database: Queryable, petitionId: string): Promise<Set<string>> {
  const rows = await database.toldApart.findMany({
    where: { signer: { petitionId } },
    select: { signerId: true, otherId: true },
  });
  return new Set(rows.map(({ signerId, otherId }) => `${signerId},${otherId}`));
}

export async function tellApart(
  database: Database,
  { petitionId, personId, ids }: { petitionId: string; personId: string; ids: [string, string] },
): Promise<void> {
  const [signerId, otherId] = ids.toSorted() as [string, string];
  await withTransaction(database, async (transaction) => {
    const found = await transaction.signer.count({ where: { petitionId, id: { in: ids } } });
    if (found !== 2) throw new NotFoundError('signer_unknown', 'There is no such pair of signers.');
    const pair = { signerId, otherId };
    await transaction.toldApart.upsert({
      where: { signerId_otherId: pair },
      create: { ...pair, personId },
      update: {},
    });
    await recordAudit(transaction, {
      personId,
      kind: 'signers_told_apart',
      subjectType: 'petition',
      subjectId: petitionId,
      details: { signers: [signerId, otherId] },
    });
  });
}
