/** Outcomes of received files as they travel. */
import type { z } from 'zod';
import { ConflictError, InputError, type ParapheError, SurroundingsError } from '../../domain/errors.ts';
import type { scanOutcomeSchema } from '../../domain/wire-batch.ts';
import type { ScanOutcome } from '../../intake/accept-scan.ts';

export type ScanOutcomeWire = z.infer<typeof scanOutcomeSchema>;

const sentence = ({ message, remedy }: { message: string; remedy: string | undefined }) =>
  remedy === undefined ? message : `${message} ${remedy}`;

export function toOutcomeWire(file: string, outcome: ScanOutcome): ScanOutcomeWire {
  switch (outcome.outcome) {
    case 'accepted':
      return { file, outcome: 'accepted', scanId: outcome.scanId };
    case 'duplicate':
      return {
        file,
        ...outcome,
        code: 'duplicate',
        message: `The same file was already received in the batch “${outcome.batchName}”.`,
        params: { batch: outcome.batchName },
      };
    case 'refused':
      return refusal(file, outcome.error, outcome.scanId);
  }
}

export function refusal(file: string, error: ParapheError, scanId?: string): ScanOutcomeWire {
  const { code, params } = error;
  const given = Object.keys(params).length === 0 ? {} : { params };
  const known = scanId === undefined ? {} : { scanId };
  return { file, outcome: 'refused', code, message: sentence(error), ...given, ...known };
}

/** A failure that concerns this file alone: the others of the same request still have their chance. */
export function isRefusal(error: unknown): error is ParapheError {
  if (error instanceof InputError) return true;
  if (error instanceof SurroundingsError) return error.code === 'disk_full';
  // Somebody closed the batch while the file was on its way.
  return error instanceof ConflictError && error.code === 'batch_closed';
}
