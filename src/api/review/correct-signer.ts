/** A stored signer is put right: a new decision, the old ones kept, the line goes on counting. */
import { ConflictError } from '../../domain/errors.ts';
import { toSearchText } from '../../domain/search-text.ts';
import { checkDecision } from '../../review/check-decision.ts';
import { recordAudit } from '../../store/audit.ts';
import { addDecision, moveLine, storeSigner } from '../../store/decision.ts';
import { lockLine } from '../../store/line.ts';
import { getPetition } from '../../store/petition.ts';
import { getSigner } from '../../store/signer.ts';
import { InvalidError } from '../error-handler.ts';
import type { DecisionContext } from './decide-line.ts';

/** Fields not sent stay as they are. @throws ConflictError stale_version, not_counted, line_restricted, line_erased */
export async function correctSigner(
  { transaction, personId, formOf }: DecisionContext,
  signerId: string,
  correction: { version: number; fields: Record<string, string> },
): Promise<void> {
  const { lineId, petitionId } = await getSigner(transaction, signerId);
  const line = await lockLine(transaction, lineId);
  const signer = await getSigner(transaction, signerId);
  if (line.erasedAt !== null) throw new ConflictError('line_erased', 'The content of this line was erased.');
  if (line.restrictedAt !== null)
    throw new ConflictError('line_restricted', 'This line may not be changed at present.');
  if (line.state !== 'counted') throw new ConflictError('not_counted', 'This line is not counted at present.');
  if (line.version !== correction.version) {
    throw new ConflictError('stale_version', 'This signer has changed since it was shown.', {
      remedy: 'Load it again.',
    });
  }
  const petition = await getPetition(transaction, petitionId);
  const { definition } = await formOf(transaction, line.formDefinitionId);
  const checked = checkDecision(
    { outcome: 'accepted', fields: correction.fields },
    (signer.fields ?? {}) as Record<string, string>,
    { form: definition, countableFields: petition.countableFields, reasons: petition.reasons },
  );
  if (!checked.ok) throw new InvalidError(checked.code, 'The signer cannot be stored like this.', checked.problems);
  const decision = await addDecision(transaction, {
    lineId,
    kind: 'correction',
    personId,
    lineVersion: line.version,
    outcome: 'accepted',
    reason: null,
    fields: checked.fields,
    contactConsent: line.contactConsent,
    shownRunId: null,
    note: null,
    elapsedMs: null,
    keys: null,
  });
  await moveLine(transaction, { lineId, state: 'counted', reason: null });
  const searchText = toSearchText(definition, checked.fields);
  await storeSigner(transaction, { lineId, petitionId, decisionId: decision.id, fields: checked.fields, searchText });
  await recordAudit(transaction, { personId, kind: 'signer_corrected', subjectType: 'line', subjectId: lineId });
}
