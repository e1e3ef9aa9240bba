/** Set-ups as they travel. */
import { defaultCountableFields } from '../../domain/policies.ts';
import { DEFAULT_REASONS } from '../../domain/reasons.ts';
import type { DraftSheetWire, DraftWire, TrialReading } from '../../domain/wire-draft.ts';
import type { Draft } from '../../store/draft.ts';
import type { DraftSheet } from '../../store/draft-sheet.ts';
import type { FormCheck } from '../dependencies.ts';

function toSheetWire(sheet: DraftSheet): DraftSheetWire {
  const { id, kind, page, pageCount, state, reasonCode, reasonParams, image, draftId } = sheet;
  const params = reasonParams as Record<string, string | number> | null;
  return {
    id,
    kind,
    file: sheet.fileName,
    page,
    pageCount,
    state,
    // Every code has its sentence in the pages; the code stands for it in between.
    reason: reasonCode === null ? null : { code: reasonCode, message: reasonCode, ...(params !== null && { params }) },
    // The address changes with the picture, so that an old one is never shown.
    imageUrl: image === null ? null : `/api/drafts/${draftId}/sheets/${id}/image?v=${image.slice(0, 12)}`,
    trial: kind === 'trial' && state === 'done' ? (sheet.result as unknown as TrialReading) : null,
  };
}

export function toDraftWire(draft: Draft, checkForm: FormCheck): DraftWire {
  const { id, petitionId, choices, form, revision, updatedAt, sheets } = draft;
  return {
    id,
    petitionId,
    choices,
    form,
    revision,
    problems: form === null ? [] : checkForm(form),
    defaults: {
      countableFields: form === null ? [] : defaultCountableFields(form),
      reasons: [...DEFAULT_REASONS],
    },
    updatedAt: updatedAt.toISOString(),
    sheets: sheets.map(toSheetWire),
  };
}
