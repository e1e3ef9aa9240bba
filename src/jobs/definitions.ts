/**
 * The one table of background jobs. A job wakes a worker up and says which row to look at; what is to be done, and
 * whether it still is, stands in the database alone. Payloads hold ids and counters, never anything personal.
 */
import { z } from 'zod';

const id = z.uuid();
/** Which try of a step this is: a later try makes an earlier one, should it still turn up, do nothing. */
const attempt = z.number().int().min(1);

const scanPayload = z.object({ scanId: id, attempt });
const pagePayload = z.object({ pageId: id, generation: z.number().int().min(1), attempt });
const draftSheetPayload = z.object({ draftSheetId: id, attempt });
export type ScanPayload = z.infer<typeof scanPayload>;
export type PagePayload = z.infer<typeof pagePayload>;
export type DraftSheetPayload = z.infer<typeof draftSheetPayload>;

export const JOB_NAMES = [
  'split-scan',
  'assess-page',
  'preprocess-page',
  'read-page',
  'detect-form',
  'try-form',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

/**
 * Jobs of different lanes never wait for each other: every worker takes one of each at a time. At the entrance is what
 * must be known while the paper still lies in the scanner's tray; reading a page takes too long to stand before it.
 */
export const LANES = ['entrance', 'steady'] as const;
export type Lane = (typeof LANES)[number];

export interface JobDefinition<Payload> {
  payload: z.ZodType<Payload>;
  lane: Lane;
  /** The lower goes first. Reading is asked for as urgent while reviewers have little to do. */
  priority: number;
  /**
   * Of jobs asked for together each next one is less pressing: the first pages of what arrives do not wait for the
   * last page of a stack before.
   */
  takesTurns?: true;
  /** Times the job is begun before its page or scan is marked failed. */
  attempts: number;
  /** Doubled after each failed try. */
  backoffMs: number;
  /** Longest one try may take. */
  timeoutMs: number;
}

export interface JobPayloads {
  'split-scan': ScanPayload;
  'assess-page': PagePayload;
  'preprocess-page': PagePayload;
  'read-page': PagePayload;
  'detect-form': DraftSheetPayload;
  'try-form': DraftSheetPayload;
}

const MINUTE = 60_000;

export const JOBS: { [Name in JobName]: JobDefinition<JobPayloads[Name]> } = {
  'split-scan': {
    payload: scanPayload,
    lane: 'entrance',
    priority: 1,
    attempts: 4,
    backoffMs: 1_000,
    // 1 GiB on a slow disk.
    timeoutMs: 10 * MINUTE,
  },
  'assess-page': {
    payload: pagePayload,
    lane: 'entrance',
    priority: 2,
    takesTurns: true,
    // Preprocessing comes to the same verdict, later.
    attempts: 1,
    backoffMs: 1_000,
    timeoutMs: MINUTE,
  },
  'preprocess-page': {
    payload: pagePayload,
    lane: 'steady',
    priority: 3,
    attempts: 4,
    backoffMs: 1_000,
    timeoutMs: 3 * MINUTE,
  },
  'read-page': {
    payload: pagePayload,
    lane: 'steady',
    priority: 10,
    attempts: 4,
    backoffMs: 1_000,
    timeoutMs: 5 * MINUTE,
  },
  // Somebody sits before the screen and waits: ahead of everything that takes long.
  'detect-form': {
    payload: draftSheetPayload,
    lane: 'steady',
    priority: 2,
    attempts: 2,
    backoffMs: 1_000,
    timeoutMs: 3 * MINUTE,
  },
  'try-form': {
    payload: draftSheetPayload,
    lane: 'steady',
    priority: 2,
    attempts: 2,
    backoffMs: 1_000,
    timeoutMs: 5 * MINUTE,
  },
};

/** The row a payload is about. */
export function rowOf(payload: JobPayloads[JobName]): string {
  if ('scanId' in payload) return payload.scanId;
  return 'draftSheetId' in payload ? payload.draftSheetId : payload.pageId;
}

/** The same step of the same row has the same id, so however often it is asked for it runs once. No colon: refused. */
export function jobIdOf<Name extends JobName>(name: Name, payload: JobPayloads[Name]): string {
  if ('scanId' in payload) return `${name}-${payload.scanId}-${payload.attempt}`;
  if ('draftSheetId' in payload) return `${name}-${payload.draftSheetId}-${payload.attempt}`;
  return `${name}-${payload.pageId}-${payload.generation}-${payload.attempt}`;
}
