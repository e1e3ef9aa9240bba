/** Filled-in sheets of petitions that are being set up: they hold people's names as long as they are there. */
import type { DraftChoices, TrialReading } from '../domain/wire-draft.ts';
import { foldText } from '../domain/search-text.ts';
import { recordAudit } from './audit.ts';
import { type Database, type Queryable, withTransaction } from './database.ts';
import { contentsOf } from './draft.ts';
import { NotFoundError } from '../domain/errors.ts';

export interface TrialTrace {
  id: string;
  /** Of the set-up; empty until somebody gave it one. */
  title: string;
  file: string;
  page: number;
  createdAt: Date;
  /** Printed lines on which every word was read; none on sheets that nobody has read. */
  lines: number[];
  /** Nothing was read on it: only its picture says who is there. */
  isUnread: boolean;
}

const wordsOf = (text: string) =>
  foldText(text)
    .split(' ')
    .filter((word) => word !== '');

/** Few sheets, gone within a week: they are looked through one by one. Sheets that were not read are always told. */
export async function findTrialTraces(database: Queryable, text: string): Promise<TrialTrace[]> {
  const words = wordsOf(text);
  const sheets = await database.draftSheet.findMany({
    where: { kind: { in: ['trial', 'filled'] } },
    include: { draft: { select: { choices: true } } },
    orderBy: [{ createdAt: 'asc' }, { page: 'asc' }],
  });
  return sheets
    .map(({ draft, ...sheet }) => {
      const reading = sheet.kind === 'trial' ? (sheet.result as TrialReading | null) : null;
      const holds = (values: { value: string }[]) => {
        const found = foldText(values.map(({ value }) => value).join(' '));
        return words.every((word) => found.includes(word));
      };
      const lines = (reading?.lines ?? []).filter(({ cells }) => holds(cells)).map(({ index }) => index);
      const isFound = lines.length > 0 || holds(reading?.header ?? []) || holds([{ value: sheet.fileName }]);
      const isUnread = reading === null || reading.status !== 'registered';
      const trace = { id: sheet.id, title: (draft.choices as DraftChoices).title ?? '', file: sheet.fileName };
      return { ...trace, page: sheet.page, createdAt: sheet.createdAt, lines, isUnread, isFound };
    })
    .filter(({ isFound, isUnread }) => isFound || isUnread)
    .map(({ isFound: _, ...trace }) => trace);
}

/** The sheet goes whole; answers the contents to remove. Pages of the same file keep it until they go too. */
export async function eraseTrialSheet(
  database: Database,
  { id, personId }: { id: string; personId: string },
): Promise<string[]> {
  return await withTransaction(database, async (transaction) => {
    const sheet = await transaction.draftSheet.findFirst({ where: { id, kind: { in: ['trial', 'filled'] } } });
    if (sheet === null) throw new NotFoundError('draft_sheet_unknown', 'This sheet is no longer there.');
    await transaction.draftSheet.delete({ where: { id } });
    await recordAudit(transaction, {
      personId,
      kind: 'trial_sheet_erased',
      subjectType: 'draft',
      subjectId: sheet.draftId,
      details: { page: sheet.page },
    });
    return contentsOf([sheet]);
  });
}
