/** Drawn lines as the station shows them: blank for whoever keys blind, two unattributed values for the third person. */
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import type { z } from 'zod';
import type { ClaimWire } from '../../domain/wire-review.ts';
import type { accuracyKeyingSchema } from '../../domain/wire-accuracy.ts';
import { differingFields } from '../../ledger/error-rate.ts';
import { checkDecision } from '../../review/check-decision.ts';
import type { Keying } from '../../review/second-keying.ts';
import { addAccuracyKeying, countDrawnFor, type DrawnLine, lockDrawn, readDrawn } from '../../store/accuracy.ts';
import type { Queryable, Transaction } from '../../store/database.ts';
import { type LineToReview, readLines } from '../../store/line.ts';
import { type FormShelf, getPetition } from '../../store/petition.ts';
import { InvalidError } from '../error-handler.ts';
import { latenessIn, toClaim } from './claim-wire.ts';

interface Context {
  database: Queryable;
  personId: string;
  formOf: FormShelf;
}

const blindOf = (drawn: DrawnLine) => drawn.keyings.find((keying) => keying.kind === 'blind');

/** The line as if its only decisions were what is stored and what was keyed blind. */
function asKeyed(line: LineToReview, drawn: DrawnLine): LineToReview {
  const keyings: (Keying | undefined)[] = [drawn.decision, blindOf(drawn)];
  const decisions = keyings.filter((keying) => keying !== undefined) as LineToReview['decisions'];
  // What was said about the line belongs to its review.
  return { ...line, decisions, notes: [], waitsFor: null };
}

export async function readDrawnClaims(context: Context, petitionId: string, lineIds: string[]): Promise<ClaimWire[]> {
  if (lineIds.length === 0) return [];
  const { database, personId } = context;
  const [petition, lines, drawn, remaining] = await Promise.all([
    getPetition(database, petitionId),
    readLines(database, lineIds),
    readDrawn(database, lineIds),
    countDrawnFor(database, petitionId, personId),
  ]);
  return await Promise.all(
    lines.map(async (line) => {
      const form = await context.formOf(database, line.formDefinitionId);
      const own = drawn.get(line.id)!;
      const mode = blindOf(own) === undefined ? ('second_keying' as const) : ('adjudication' as const);
      return {
        ...toClaim(asKeyed(line, own), { petition, form, mode, personId }),
        leaseExpiresAt: (own.leaseExpiresAt ?? new Date()).toISOString(),
        above: null,
        place: {
          batchName: line.page.scan.batch.name,
          file: line.page.scan.fileName ?? '',
          page: line.page.number,
          linesOnPage: form.definition.rows.boxes.length,
          reviewedOnPage: 0,
          remaining,
          lateness: latenessIn(petition, line),
        },
      };
    }),
  );
}

type KeyingRequest = z.infer<typeof accuracyKeyingSchema>;

function checkHeld(drawn: DrawnLine | null, personId: string): asserts drawn is DrawnLine {
  if (drawn === null) throw new NotFoundError('line_unknown', 'There is no such line in a sample.');
  const isHeld = drawn.leaseHolderId === personId && (drawn.leaseExpiresAt?.getTime() ?? 0) > Date.now();
  if (isHeld) return;
  throw new ConflictError('lease_not_held', 'Somebody else has this line now, or it was given back.', {
    remedy: 'Load the line again and look at it once more.',
  });
}

/** A keying sent twice is answered as the first time. */
function repeated(drawn: DrawnLine | null, personId: string, request: KeyingRequest): string | null {
  const own = drawn?.keyings.find((keying) => keying.personId === personId);
  return own !== undefined && own.outcome === request.outcome ? own.id : null;
}

/** Nothing of the signer changes. @throws ConflictError lease_not_held, line_erased; InvalidError as for a decision */
export async function keyDrawnLine(
  { transaction, personId, formOf }: { transaction: Transaction; personId: string; formOf: FormShelf },
  lineId: string,
  request: KeyingRequest,
): Promise<{ id: string; version: number }> {
  const drawn = await lockDrawn(transaction, lineId);
  const earlier = repeated(drawn, personId, request);
  const [line] = await readLines(transaction, [lineId]);
  if (earlier !== null) return { id: earlier, version: line!.version };
  checkHeld(drawn, personId);
  if (line!.erasedAt !== null) throw new ConflictError('line_erased', 'The content of this line was erased.');
  const petition = await getPetition(transaction, line!.petitionId);
  const { definition: form } = await formOf(transaction, line!.formDefinitionId);
  const rules = { form, countableFields: petition.countableFields, reasons: petition.reasons };
  const checked = checkDecision(request, {}, rules);
  if (!checked.ok) throw new InvalidError(checked.code, 'The line cannot be decided like this.', checked.problems);
  const { fields } = checked;
  const isAccepted = request.outcome === 'accepted';
  const stored = (drawn.decision.fields ?? {}) as Record<string, string>;
  const id = await addAccuracyKeying(transaction, {
    ...{ lineId, personId, fields, outcome: request.outcome },
    kind: blindOf(drawn) === undefined ? 'blind' : 'adjudication',
    reason: isAccepted ? null : (request.reason ?? null),
    wrong: isAccepted ? differingFields(stored, fields) : [],
  });
  return { id, version: line!.version };
}
