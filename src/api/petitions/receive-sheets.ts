/** Files that a petition is set up with: one blank sheet, or filled ones, for detection or on trial. */
import type { Readable } from 'node:stream';
import { InputError } from '../../domain/errors.ts';
import type { DraftSheetKind } from '../../domain/wire-draft.ts';
import { cleanFileName } from '../../intake/accept-scan.ts';
import type { JobName } from '../../jobs/definitions.ts';
import {
  type DraftSheetKey,
  findLastSheet,
  removeSheets,
  restartDraftSheet,
  storeDraftSheet,
} from '../../store/draft-sheet.ts';
import type { IntakeContext } from '../intake/intake-context.ts';
import { isRefusal, refusal, type ScanOutcomeWire } from '../intake/outcome-wire.ts';
import { type IncomingFile, withIncomingFile } from '../intake/receive-file.ts';

/** Of one file: a sheet has two sides; more pages than these are another document. */
const MOST_PAGES = 20;
/** Trial pages in one set-up: enough to see whether a form fits, and read within minutes. */
export const MOST_TRIAL_PAGES = 40;
/** Of one file. A page of A3 at 600 dpi in colour stays below. */
export const SHEET_FILE_BYTES = 200 * 1024 * 1024;

export const jobFor = (kind: DraftSheetKind): JobName & ('detect-form' | 'try-form') =>
  kind === 'trial' ? 'try-form' : 'detect-form';

export interface SheetPlace {
  draftId: string;
  kind: DraftSheetKind;
  /** The first accepted file of its request: it takes the place of those of an earlier one. */
  isFirst: boolean;
}

function tooManyPages(pages: number): InputError {
  return new InputError('sheet_too_many_pages', `The file has ${pages} pages; a sheet has at most ${MOST_PAGES}.`, {
    remedy: 'Save the page with the lines to sign on as a file of its own.',
    params: { pages, limit: MOST_PAGES },
  });
}

/** Takes in one file; answers its outcome. A new blank sheet takes the place of the one before. */
export async function receiveSheet(
  context: IntakeContext,
  part: { filename: string; file: Readable },
  place: SheetPlace,
): Promise<ScanOutcomeWire> {
  const fileName = cleanFileName(part.filename);
  const { incomingFolder: folder } = context;
  try {
    await withIncomingFile(part.file, { folder, limit: SHEET_FILE_BYTES }, (file) =>
      storeSheet(context, { ...file, fileName }, place),
    );
    return { file: fileName, outcome: 'accepted' };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refusal(fileName, error);
  } finally {
    // What a refusal left unread must not hold up the files behind it.
    part.file.resume();
  }
}

async function storeSheet(
  context: IntakeContext,
  file: IncomingFile & { fileName: string },
  { draftId, kind, isFirst }: SheetPlace,
): Promise<void> {
  const { database, images, queues, wake } = context;
  const { pageCount } = await context.inspect(file.path);
  if (pageCount > MOST_PAGES) throw tooManyPages(pageCount);
  if (kind === 'blank' || (kind === 'filled' && isFirst)) {
    await removeSheets(database, images, { draftId, kinds: ['blank', 'filled'] });
  } else await refuseTooManySheets(context, { draftId, more: pageCount });
  const pages = kind !== 'blank' ? Array.from({ length: pageCount }, (_, index) => index + 1) : [1];
  const { sha256, fileName } = file;
  const sheet = { draftId, kind, sha256, fileName, pageCount, pages, isWaiting: kind !== 'filled' };
  const keys: DraftSheetKey[] = await storeDraftSheet(database, sheet, () => images.writeFile(file.path, sha256));
  await wake(queues.add(jobFor(kind), keys));
}

async function refuseTooManySheets(
  { database }: IntakeContext,
  { draftId, more }: { draftId: string; more: number },
): Promise<void> {
  const before = await database.draftSheet.count({ where: { draftId, kind: { not: 'blank' } } });
  if (before + more <= MOST_TRIAL_PAGES) return;
  throw new InputError('trial_too_many_pages', `A set-up takes ${MOST_TRIAL_PAGES} filled pages.`, {
    remedy: 'Remove some of those before.',
    params: { limit: MOST_TRIAL_PAGES },
  });
}

/** Filled sheets wait for each other: the last one wakes the worker, which looks at all of them. */
export async function detectFromFilled({ database, queues, wake }: IntakeContext, draftId: string): Promise<void> {
  const id = await findLastSheet(database, { draftId, kind: 'filled' });
  if (id !== null) await wake(queues.add('detect-form', [await restartDraftSheet(database, { draftId, id })]));
}
