/** A person decides on a line: everything checked and written in one transaction, or nothing. */
import type { z } from 'zod';
import { ConflictError } from '../../domain/errors.ts';
import type { decisionRequestSchema, decisionSchema } from '../../domain/wire-review.ts';
import { type CheckedDecision, checkDecision, cleanValue } from '../../review/check-decision.ts';
import { currentRound, type ReviewMode, reviewModeOf } from '../../review/second-keying.ts';
import { standingValues } from '../../review/show-fields.ts';
import type { Transaction } from '../../store/database.ts';
import { addDecision, type Decision } from '../../store/decision.ts';
import { type LineToReview, lockLine, readLines } from '../../store/line.ts';
import { type FormShelf, getPetition, type Petition } from '../../store/petition.ts';
import { InvalidError } from '../error-handler.ts';
import { settleLine } from './settle-line.ts';
import { showLine } from './show-line.ts';

export type DecisionRequest = z.infer<typeof decisionRequestSchema>;
export type DecisionAnswer = z.infer<typeof decisionSchema>;

export interface DecisionContext {
  transaction: Transaction;
  personId: string;
  formOf: FormShelf;
  /** Content address of the crop on which contact was decided. */
  evidence?: string | null;
}

const OPEN_STATES: readonly string[] = ['awaiting_review', 'in_second_keying'];

/**
 * @throws ConflictError stale_version, lease_expired, lease_not_held, already_decided, line_restricted, line_erased
 * @throws InvalidError unknown_field, countable_fields_missing, reason_not_allowed
 */
export async function decideLine(
  context: DecisionContext,
  lineId: string,
  request: DecisionRequest,
): Promise<DecisionAnswer> {
  const { transaction, personId } = context;
  await lockLine(transaction, lineId);
  const line = (await readLines(transaction, [lineId]))[0]!;
  const petition = await getPetition(transaction, line.petitionId);
  const form = await context.formOf(transaction, line.formDefinitionId);
  const round = currentRound(line.decisions);
  const mode = reviewModeOf(line.state, round);
  const own = line.decisions.findLast(
    (decision) => decision.personId === personId && decision.lineVersion === request.version,
  );
  if (own !== undefined && isSameDecision(own, request)) return await repeatedAnswer(transaction, line, own);
  // Before anything else: a second person who asks again must not learn from the answer whether both agree.
  const hasSecond = round.some((earlier) => earlier.kind === 'second_keying' && earlier.personId === personId);
  if (own !== undefined || hasSecond) throw alreadyDecided();
  checkHeld(line, personId, request.version);
  const standing = standingValues(showLine({ line, form: form.definition, petition, mode, personId }));
  const checked = checkDecision(request, standing, {
    form: form.definition,
    countableFields: petition.countableFields,
    reasons: petition.reasons,
  });
  if (!checked.ok) throw refusal(checked);
  await checkTwin(transaction, { line, petition, request });
  const decision = await addDecision(transaction, toDecision(line, { request, mode, personId, petition, checked }));
  const { fields } = checked;
  const twinId = request.duplicateOf ?? null;
  return await settleLine(context, { line, petition, form, mode, round, decision, fields, twinId });
}

/** A decision that was sent twice (a lost answer, a double press) is answered as the first time. */
function isSameDecision(own: Decision, request: DecisionRequest): boolean {
  if (own.outcome !== request.outcome || own.erasedAt !== null) return false;
  if (own.outcome === 'rejected') return own.reason === request.reason;
  const stored = (own.fields ?? {}) as Record<string, string>;
  return Object.entries(request.fields ?? {}).every(
    ([name, value]) => stored[name] === undefined || stored[name] === cleanValue(value),
  );
}

async function repeatedAnswer(transaction: Transaction, line: LineToReview, own: Decision): Promise<DecisionAnswer> {
  const isBlind = own.kind === 'second_keying';
  const signer = isBlind ? null : await transaction.signer.findUnique({ where: { lineId: line.id } });
  return {
    id: own.id,
    lineId: line.id,
    version: own.lineVersion + 1,
    state: isBlind ? 'in_second_keying' : line.state,
    signerId: signer !== null && signer.removedAt === null && line.state === 'counted' ? signer.id : null,
  };
}

const remedy = 'Load the line again and look at it once more.';

const alreadyDecided = () => new ConflictError('already_decided', 'This line is decided already.', { remedy });

function checkHeld(line: LineToReview, personId: string, version: number): void {
  if (line.erasedAt !== null) throw new ConflictError('line_erased', 'The content of this line was erased.');
  if (line.restrictedAt !== null)
    throw new ConflictError('line_restricted', 'This line may not be changed at present.');
  if (!OPEN_STATES.includes(line.state)) throw alreadyDecided();
  if (line.version !== version) {
    throw new ConflictError('stale_version', 'This line has changed since it was shown.', { remedy });
  }
  if (line.leaseHolderId !== personId) {
    throw new ConflictError('lease_not_held', 'Somebody else has this line now, or it was given back.', { remedy });
  }
  if (line.leaseExpiresAt === null || line.leaseExpiresAt.getTime() <= Date.now()) {
    throw new ConflictError('lease_expired', 'The line was held for too long and went back to the others.', { remedy });
  }
}

/** A twin is another line within the petition's scope; which of the two counts is said by their states. */
async function checkTwin(
  transaction: Transaction,
  { line, petition, request }: { line: LineToReview; petition: Petition; request: DecisionRequest },
): Promise<void> {
  if (request.duplicateOf === undefined) return;
  const { duplicateScope } = petition.settings;
  const twin = await transaction.line.findUnique({
    where: { id: request.duplicateOf },
    select: { petitionId: true, page: { select: { scan: { select: { batchId: true } } } } },
  });
  const isNear = duplicateScope === 'petition' || twin?.page.scan.batchId === line.page.scan.batchId;
  const fits = twin?.petitionId === line.petitionId && request.duplicateOf !== line.id && isNear;
  const isAsked = request.outcome === 'rejected' && request.reason === 'duplicate';
  if (fits && isAsked && duplicateScope !== 'none') return;
  throw new InvalidError('twin_invalid', 'The line named as the twin cannot be one.', [
    { path: 'duplicateOf', message: 'expected another line within the petition’s scope, with the reason duplicate' },
  ]);
}

function refusal(checked: Extract<CheckedDecision, { ok: false }>): InvalidError {
  const messages = {
    unknown_field: 'The form has no such field.',
    countable_fields_missing: 'The line cannot count: something it needs is missing. Give a reason instead.',
    reason_not_allowed: 'The petition does not know this reason.',
  };
  return new InvalidError(checked.code, messages[checked.code], checked.problems);
}

function toDecision(
  line: LineToReview,
  made: {
    request: DecisionRequest;
    mode: ReviewMode;
    personId: string;
    petition: Petition;
    checked: { fields: Record<string, string> };
  },
) {
  const { request, mode, petition } = made;
  const isRecorded = petition.settings.recordOfWork;
  return {
    lineId: line.id,
    kind: mode,
    personId: made.personId,
    lineVersion: line.version,
    outcome: request.outcome,
    reason: request.outcome === 'rejected' ? (request.reason ?? null) : null,
    fields: made.checked.fields,
    contactConsent: request.outcome === 'accepted' ? (request.contactConsent ?? null) : null,
    shownRunId: mode === 'review' ? (line.readings[0]?.runId ?? null) : null,
    note: request.note === undefined ? null : cleanValue(request.note),
    elapsedMs: isRecorded ? (request.elapsedMs ?? null) : null,
    keys: isRecorded ? (request.keys ?? null) : null,
  };
}
