/** What a decision makes of its line: counted, rejected, or on to a second or third person. */
import { randomInt } from 'node:crypto';
import type { LineState } from '../../domain/ledger.ts';
import type { RejectionReason } from '../../domain/reasons.ts';
import { toSearchText } from '../../domain/search-text.ts';
import { areEqualKeyings, needsSecondKeying, type ReviewMode } from '../../review/second-keying.ts';
import { recordAudit } from '../../store/audit.ts';
import { countDecisionsOf, type Decision, moveLine, removeSigner, storeSigner } from '../../store/decision.ts';
import type { LineToReview } from '../../store/line.ts';
import type { FormVersion, Petition } from '../../store/petition.ts';
import type { DecisionAnswer, DecisionContext } from './decide-line.ts';

export interface Settling {
  line: LineToReview;
  petition: Petition;
  form: FormVersion;
  mode: ReviewMode;
  round: Decision[];
  decision: Decision;
  fields: Record<string, string>;
  twinId: string | null;
}

/** What the decision makes of the line: counted, rejected, or on to a second or third person. */
export async function settleLine(context: DecisionContext, settling: Settling): Promise<DecisionAnswer> {
  const { transaction, personId } = context;
  const { line, decision, mode } = settling;
  const state = await nextState(context, settling);
  const version = await moveLine(transaction, {
    lineId: line.id,
    state,
    reason: state === 'rejected' ? (decision.reason as RejectionReason) : null,
    duplicateOfId: state === 'rejected' ? settling.twinId : null,
    ...(state === 'counted' ? { contactConsent: decision.contactConsent } : {}),
    contactEvidence: context.evidence ?? null,
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
