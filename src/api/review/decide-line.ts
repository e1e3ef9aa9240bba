/** A person decides on a line: everything checked and written in one transaction, or nothing. */
import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { ConflictError } from '../../domain/errors.ts';
import type { LineState } from '../../domain/ledger.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import { toSearchText } from '../../domain/search-text.ts';
import type { decisionRequestSchema, decisionSchema } from '../../domain/wire.ts';
import { type CheckedDecision, checkDecision, cleanValue } from '../../review/check-decision.ts';
import {
  areEqualKeyings,
  currentRound,
  needsSecondKeying,
  type ReviewMode,
  reviewModeOf,
} from '../../review/second-keying.ts';
import { standingValues } from '../../review/show-fields.ts';
import { recordAudit } from '../../store/audit.ts';
import type { Transaction } from '../../store/database.ts';
import {
  addDecision,
  countDecisionsOf,
  type Decision,
  moveLine,
  removeSigner,
  storeSigner,
} from '../../store/decision.ts';
import { type LineToReview, lockLine, readLines } from '../../store/line.ts';
import { type FormShelf, type FormVersion, getPetition, type Petition } from '../../store/petition.ts';
import { InvalidError } from '../error-handler.ts';
import { showLine } from './show-line.ts';

export type DecisionRequest = z.infer<typeof decisionRequestSchema>;
export type DecisionAnswer = z.infer<typeof decisionSchema>;

export interface DecisionContext {
  transaction: Transaction;
  personId: string;
  formOf: FormShelf;
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
  const decision = await addDecision(transaction, toDecision(line, { request, mode, personId, petition, checked }));
  return await settle(context, { line, petition, form, mode, round, decision, fields: checked.fields });
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

interface Settling {
  line: LineToReview;
  petition: Petition;
  form: FormVersion;
  mode: ReviewMode;
  round: Decision[];
  decision: Decision;
  fields: Record<string, string>;
}

/** What the decision makes of the line: counted, rejected, or on to a second or third person. */
async function settle(context: DecisionContext, settling: Settling): Promise<DecisionAnswer> {
  const { transaction, personId } = context;
  const { line, decision, mode } = settling;
  const state = await nextState(context, settling);
  const version = await moveLine(transaction, {
    lineId: line.id,
    state,
    reason: state === 'rejected' ? (decision.reason as RejectionReason) : null,
    ...(state === 'counted' ? { contactConsent: decision.contactConsent } : {}),
  });
  let signerId: string | null = null;
  if (state === 'counted') {
    const { petition, form, fields } = settling;
    const searchText = toSearchText(form.definition, fields);
    signerId = await storeSigner(transaction, {
      lineId: line.id,
      petitionId: petition.id,
      decisionId: decision.id,
      fields,
      searchText,
    });
  } else {
    await removeSigner(transaction, line.id);
  }
  await recordAudit(transaction, {
    personId,
    kind: 'line_decided',
    subjectType: 'line',
    subjectId: line.id,
    details: { mode, outcome: decision.outcome, reason: decision.reason },
  });
  // The second person must not learn from the answer whether both agree.
  const isBlind = mode === 'second_keying';
  return {
    id: decision.id,
    lineId: line.id,
    version,
    state: isBlind ? 'in_second_keying' : state,
    signerId: isBlind ? null : signerId,
  };
}

async function nextState(context: DecisionContext, settling: Settling): Promise<LineState> {
  const { mode, decision, round } = settling;
  const end: LineState = decision.outcome === 'accepted' ? 'counted' : 'rejected';
  if (mode === 'adjudication') return end;
  if (mode === 'second_keying') {
    const first = round.findLast((earlier) => earlier.kind === 'review');
    return first !== undefined && areEqualKeyings(first, decision) ? end : 'in_second_keying';
  }
  if (end === 'rejected') return end;
  return (await wantsSecondLook(context, settling)) ? 'in_second_keying' : end;
}

/** Parts of a million: fine enough for any share a petition may ask for. */
const DRAW_STEPS = 1_000_000;

async function wantsSecondLook(
  { transaction, personId }: DecisionContext,
  { line, petition }: Settling,
): Promise<boolean> {
  const policy = petition.secondKeying;
  const confidences = line.readings
    .filter((reading) => petition.countableFields.includes(reading.field))
    .map((reading) => reading.confidence);
  return needsSecondKeying(policy, {
    leastConfidence: confidences.length === 0 ? null : Math.min(...confidences),
    reviewerDecisions: policy.mode === 'new_reviewers' ? await countDecisionsOf(transaction, personId) : 0,
    draw: randomInt(DRAW_STEPS) / DRAW_STEPS,
  });
}
