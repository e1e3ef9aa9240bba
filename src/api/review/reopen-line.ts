/** Undo: a decided line goes back to review, its signer is not counted meanwhile, every decision stays on record. */
import { ConflictError } from '../../domain/errors.ts';
import { currentRound } from '../../review/second-keying.ts';
import { recordAudit } from '../../store/audit.ts';
import type { Transaction } from '../../store/database.ts';
import { addDecision, listDecisions, moveLine, NOTHING_KEYED, removeSigner } from '../../store/decision.ts';
import { LEASE_LIFE, type Line, lockLine } from '../../store/line.ts';
import type { DecisionAnswer } from './decide-line.ts';

/** The line is leased to `personId` afterwards. @throws ConflictError stale_version, not_decided, line_restricted, line_erased, keying_under_way */
export async function reopenLine(
  transaction: Transaction,
  { lineId, personId, version }: { lineId: string; personId: string; version: number },
): Promise<DecisionAnswer> {
  const line = await lockLine(transaction, lineId);
  await checkReopening(transaction, line, { personId, version });
  const decision = await addDecision(transaction, {
    lineId,
    kind: 'reopening',
    personId,
    lineVersion: line.version,
    outcome: 'reopened',
    reason: null,
    ...NOTHING_KEYED,
  });
  const moved = await moveLine(transaction, {
    lineId,
    state: 'awaiting_review',
    reason: null,
    leaseHolder: { personId, until: new Date(Date.now() + LEASE_LIFE) },
  });
  await removeSigner(transaction, lineId);
  await recordAudit(transaction, { personId, kind: 'line_reopened', subjectType: 'line', subjectId: lineId });
  return { id: decision.id, lineId, version: moved, state: 'awaiting_review', signerId: null };
}

async function checkReopening(
  transaction: Transaction,
  line: Line,
  { personId, version }: { personId: string; version: number },
): Promise<void> {
  if (line.erasedAt !== null) throw new ConflictError('line_erased', 'The content of this line was erased.');
  if (line.restrictedAt !== null)
    throw new ConflictError('line_restricted', 'This line may not be changed at present.');
  // The second person's decision moves the version by one and must not be told from no decision by this answer.
  if (line.state === 'in_second_keying') return await checkUndoBeforeSecond(transaction, line, personId);
  if (line.state !== 'counted' && line.state !== 'rejected') {
    throw new ConflictError('not_decided', 'This line is not decided.');
  }
  if (line.version !== version) {
    throw new ConflictError('stale_version', 'This line has changed since it was shown.', {
      remedy: 'Load it again and look at it once more.',
    });
  }
}

/** The first person may still change their mind as long as nobody has looked a second time. */
async function checkUndoBeforeSecond(transaction: Transaction, line: Line, personId: string): Promise<void> {
  const round = currentRound(await listDecisions(transaction, line.id));
  const isHeld = line.leaseExpiresAt !== null && line.leaseExpiresAt.getTime() > Date.now();
  const isOwn = round.length === 1 && round[0]?.personId === personId;
  if (!isOwn || isHeld) {
    throw new ConflictError('keying_under_way', 'Somebody else is looking at this line for the second time.');
  }
}
