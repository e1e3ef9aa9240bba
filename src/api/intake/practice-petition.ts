/** The samples as a petition to practise on: marked everywhere, in no count beside real ones, gone with one click. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConflictError } from '../../domain/errors.ts';
import { formDefinitionSchema } from '../../domain/form.ts';
import { hashFile } from '../../intake/hash-file.ts';
import { recordAudit } from '../../store/audit.ts';
import { createBatch, listBatches, UNDECLARED } from '../../store/batch.ts';
import type { Database } from '../../store/database.ts';
import { createPetition, getPetition } from '../../store/petition.ts';
import { inEmptyHouse } from '../../store/practice.ts';
import type { IntakeContext } from './intake-context.ts';
import { type ScanOutcomeWire, toOutcomeWire } from './outcome-wire.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));
const FORM = join(SAMPLES, 'forms/aif-xinjiang/form.json');
const SHEETS = join(SAMPLES, 'sheets');
/** Sheets to practise on; the others measure. */
const PRACTICE_SHEETS = /^dev-/;

/** Creates it in a database that knows no petition yet; answers whether it did. */
export async function ensurePracticePetition(database: Database): Promise<boolean> {
  const form = formDefinitionSchema.parse(JSON.parse(await readFile(FORM, 'utf8')));
  return await inEmptyHouse(database, async (transaction) => {
    const title = `${form.title} — exercice`;
    const id = await createPetition(transaction, { title, language: 'fr', form, isPractice: true });
    await recordAudit(transaction, {
      personId: null,
      kind: 'petition_created',
      subjectType: 'petition',
      subjectId: id,
      details: { practice: true },
    });
  });
}

const BATCH = 'Exercice / Practice';

/** The one that is there already, so that asking twice leaves no empty batch behind. */
async function practiceBatch(
  database: Database,
  { petitionId, personId }: { petitionId: string; personId: string },
): Promise<string> {
  const batches = await listBatches(database, petitionId);
  const known = batches.find((batch) => batch.name === BATCH && batch.state === 'open');
  if (known !== undefined) return known.id;
  return await createBatch(database, { ...UNDECLARED, petitionId, name: BATCH }, { personId });
}

/** Puts the sample scans into a batch of the practice petition, as if they had been uploaded. */
export async function loadPracticeScans(
  { database, acceptScan }: Pick<IntakeContext, 'database' | 'acceptScan'>,
  { petitionId, personId }: { petitionId: string; personId: string },
): Promise<{ batchId: string; items: ScanOutcomeWire[] }> {
  const petition = await getPetition(database, petitionId);
  if (!petition.isPractice) {
    throw new ConflictError('practice_stays_apart', 'Practice scans belong to the practice petition.');
  }
  const batchId = await practiceBatch(database, { petitionId, personId });
  const items: ScanOutcomeWire[] = [];
  for (const folder of (await readdir(SHEETS)).filter((name) => PRACTICE_SHEETS.test(name)).sort()) {
    const scan = (await readdir(join(SHEETS, folder))).find((name) => name.startsWith('scan.'));
    if (scan === undefined) continue;
    const path = join(SHEETS, folder, scan);
    const fileName = `${folder}${basename(scan).slice('scan'.length)}`;
    items.push(
      toOutcomeWire(fileName, await acceptScan({ path, fileName, ...(await hashFile(path)) }, { batchId, personId })),
    );
  }
  return { batchId, items };
}
