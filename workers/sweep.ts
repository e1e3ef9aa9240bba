/**
 * Makes good what crashes and lost queues leave behind. The database says what waits; the queue is asked whether
 * anything will wake it up. Several workers may sweep at once: every step is idempotent.
 */
import { type JobName, type JobPayloads, jobIdOf } from '../src/jobs/definitions.ts';
import {
  listWaitingDraftSheets,
  nextDraftAttempt,
  recordDraftSheetFailure,
  removeOldDraftSheets,
} from '../src/store/draft-sheet.ts';
import { listOrphanContents } from '../src/store/orphans.ts';
import { listSettledPages, listWaitingPages, nextPageAttempt, recordPageFailure } from '../src/store/waiting-page.ts';
import { listUnsplitScans, nextSplitAttempt, refuseSplit } from '../src/store/scan.ts';
import { listWithdrawnWithContent, removeUnusedContent, removeWithdrawnContent } from '../src/store/withdrawal.ts';
import type { WorkerContext } from './context.ts';

export interface SweepOptions {
  /** Rows that changed less than this ago are left alone: their job is being added right now. ms */
  graceMs?: number;
  /** Contents younger than this are left alone: their row is being written right now. ms */
  orphanMs?: number;
}

/** Adding a job follows its commit within milliseconds. */
const GRACE_MS = 20_000;
const ORPHAN_MS = 24 * 60 * 60 * 1000;
/** Filled-in sheets that a petition is set up with are kept this long at most: a set-up takes an afternoon. */
const DRAFT_SHEET_MS = 7 * 24 * 60 * 60 * 1000;
/** Rows looked at in one sweep, oldest first: more than any backlog a mailroom builds up. */
const ROWS = 100_000;

type Context = Pick<WorkerContext, 'database' | 'images' | 'queues' | 'log'>;

interface Step<Name extends JobName> {
  job: Name;
  waiting: JobPayloads[Name][];
  /** The job ran to its end and the row still waits: a new id makes it run again. */
  renew(payload: JobPayloads[Name]): Promise<JobPayloads[Name] | null>;
  /** The queue gave the job up without a word to the row (its worker died too often). */
  giveUp(payload: JobPayloads[Name]): Promise<void>;
}

/** Answers how many jobs were asked for again. */
async function wake<Name extends JobName>({ queues }: Context, step: Step<Name>): Promise<number> {
  const lost: JobPayloads[Name][] = [];
  if (step.waiting.length === 0) return 0;
  const live = await queues.liveIds();
  for (const payload of step.waiting.filter((candidate) => !live.has(jobIdOf(step.job, candidate)))) {
    const state = await queues.stateOf(step.job, payload);
    if (state === 'missing') lost.push(payload);
    if (state === 'failed') await step.giveUp(payload);
    if (state === 'finished') {
      const renewed = await step.renew(payload);
      if (renewed !== null) lost.push(renewed);
    }
  }
  await queues.add(step.job, lost);
  return lost.length;
}

function pageStep<Name extends 'preprocess-page' | 'read-page'>(
  { database }: Context,
  job: Name,
  waiting: JobPayloads[Name][],
): Step<Name> {
  return {
    job,
    waiting,
    renew: (payload) => nextPageAttempt(database, payload),
    giveUp: (payload) => recordPageFailure(database, payload, { code: 'worker_died' }),
  };
}

async function wakeDrafts(context: Context, window: { before: Date; limit: number }): Promise<number> {
  const { database } = context;
  const waiting = await listWaitingDraftSheets(database, window);
  const step = <Name extends 'detect-form' | 'try-form'>(job: Name): Step<Name> => ({
    job,
    waiting: waiting
      .filter(({ kind }) => (kind === 'trial') === (job === 'try-form'))
      .map(({ draftSheetId, attempt }) => ({ draftSheetId, attempt })),
    renew: (payload) => nextDraftAttempt(database, payload),
    giveUp: (payload) => recordDraftSheetFailure(database, payload, { code: 'worker_died' }),
  });
  return (await wake(context, step('detect-form'))) + (await wake(context, step('try-form')));
}

/** Re-enqueues what was lost; answers how many jobs that were. */
export async function wakeWaiting(context: Context, { graceMs = GRACE_MS }: SweepOptions = {}): Promise<number> {
  const { database } = context;
  const window = { before: new Date(Date.now() - graceMs), limit: ROWS };
  const scans = await listUnsplitScans(database, window);
  const woken = [
    await wake(context, {
      job: 'split-scan',
      waiting: scans.map(({ id, attempt }) => ({ scanId: id, attempt })),
      renew: (payload) => nextSplitAttempt(database, payload),
      giveUp: ({ scanId }) => refuseSplit(database, scanId, 'worker_died'),
    }),
    await wake(context, pageStep(context, 'preprocess-page', await listWaitingPages(database, 'queued', window))),
    await wake(context, pageStep(context, 'read-page', await listWaitingPages(database, 'preprocessed', window))),
    await wakeDrafts(context, window),
  ];
  return woken.reduce((sum, count) => sum + count, 0);
}

/** Cells are content of signers: those that a worker left behind when it died after reading them go at once. */
export async function removeStaleCells({ database, images }: Pick<Context, 'database' | 'images'>): Promise<void> {
  for (const pageId of await listSettledPages(database, await images.listCells())) await images.removeCells(pageId);
}

/** Finishes interrupted withdrawals and removes contents that no row knows. Answers how many contents went. */
export async function removeLeftovers(
  { database, images }: Context,
  { orphanMs = ORPHAN_MS }: SweepOptions = {},
): Promise<number> {
  for (const scanId of await listWithdrawnWithContent(database, ROWS)) {
    await removeWithdrawnContent(database, images, scanId);
  }
  await removeOldDraftSheets(database, images, new Date(Date.now() - DRAFT_SHEET_MS));
  let removed = (await images.removeUnfinished()) + (await images.removeOrphanStrips());
  for await (const name of listOrphanContents(database, images)) {
    const age = await images.age(name);
    if (age === null || age < orphanMs) continue;
    if (await removeUnusedContent(database, images, name)) removed += 1;
  }
  return removed;
}
