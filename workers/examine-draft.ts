/** Jobs detect-form and try-form: a sheet that a petition is set up with shows its form, or how a form fits it. */
import { ParapheError } from '../src/domain/errors.ts';
import { type DraftSheetPayload, JOBS } from '../src/jobs/definitions.ts';
import type { DraftChoices } from '../src/domain/wire-draft.ts';
import { petitionSettingsSchema } from '../src/domain/policies.ts';
import {
  type DraftSheetFinding,
  findDraftWork,
  recordDraftSheet,
  recordDraftSheetFailure,
} from '../src/store/draft-sheet.ts';
import { removeUnusedContent } from '../src/store/withdrawal.ts';
import type { WorkerContext } from './context.ts';

type Work = NonNullable<Awaited<ReturnType<typeof findDraftWork>>>;

/** Does the work unless the sheet moved on. What a person can put right ends as the sheet's failure with its reason. */
async function examine(
  { database, images }: WorkerContext,
  key: DraftSheetPayload,
  look: (work: Work) => Promise<DraftSheetFinding>,
): Promise<void> {
  const work = await findDraftWork(database, key);
  if (work === null) return;
  let finding: DraftSheetFinding;
  try {
    finding = await look(work);
  } catch (error) {
    if (!(error instanceof ParapheError) || error.retryable) throw error;
    await recordDraftSheetFailure(database, key, error);
    return;
  }
  const isRecorded = await recordDraftSheet(database, key, finding);
  const obsolete = [...(isRecorded ? [] : [finding.image]), ...(work.image === finding.image ? [] : [work.image])];
  for (const name of obsolete) if (name !== null) await removeUnusedContent(database, images, name);
}

export const createDetectForm = (context: WorkerContext) => async (key: DraftSheetPayload) =>
  await examine(context, key, async ({ kind, sha256, page, draft }) => {
    const { timeoutMs } = JOBS['detect-form'];
    const isFilled = kind === 'filled';
    // Filled sheets are looked at together: their writing differs, their print does not.
    const sheets = isFilled ? draft.sheets.filter((sheet) => sheet.kind === 'filled') : [{ sha256, page }];
    const pages = sheets.map((sheet) => ({ sha256: sheet.sha256, page: sheet.page }));
    return await context.stages.call('detectForm', { pages, isFilled }, { timeoutMs });
  });

export const createTryForm = (context: WorkerContext) => async (key: DraftSheetPayload) =>
  await examine(context, key, async ({ sha256, page, draft }) => {
    const { timeoutMs } = JOBS['try-form'];
    const { form, revision } = draft;
    if (form === null) throw new ParapheError('form_missing', 'There is no form to try.');
    const { country } = petitionSettingsSchema.parse((draft.choices as DraftChoices).settings ?? {});
    return await context.stages.call('tryForm', { sha256, page, form, revision, country }, { timeoutMs });
  });
