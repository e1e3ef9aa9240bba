/**
 * The review station, in a real browser on the real server with the split's sheets read by its workers: keys a line as
 * somebody presses them who reads the paper without fault; milliseconds to the next strip while others work at the same
 * server; kilobytes of the first load.
 */
import type { TruthRow } from '../../samples/make/truth.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { reasonOf, workShift, type WorkedLine } from './review/attentive-reviewer.ts';
import { gatherCrowd } from './review/crowd.ts';
import { enterStation } from './review/enter-station.ts';
import { openReviewHouse, type ReviewHouse, REVIEWER } from './review/review-house.ts';
import { stripTimes } from './review/screen.ts';
import type { Metrics, Section } from './section.ts';
import { median, quantile, ratio } from './statistics.ts';

/** Beside the one in the browser, so that fifty work at the server. */
const OTHERS = 49;
/** ms between two decisions of each of them. */
const OTHERS_PACE = 6_000;
/** Lines decided in the browser meanwhile, and ms a line at least: six times their pace, so that prefetching has less time. */
const TIMED_LINES = 120;
const OWN_PACE = 1_000;
/** ms. On a machine too busy for that, fewer strips are timed, and their number is given. */
const TIMED_PATIENCE = 300_000;
/** Copied pages: enough for everybody's lines at ten a page, and what is held ahead. */
const COPIES = 200;
/** s a key, at 12,000 an hour (the trade's average), and a moment of thought a line and a field put right (Card, Moran & Newell 1980). */
const KEY_SECONDS = 0.3;
const THOUGHT_SECONDS = 1.35;

type Truth = Map<string, TruthRow | null>;

const mean = (values: number[]) =>
  ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
const secondsOf = ({ keys, fixed }: WorkedLine) => keys * KEY_SECONDS + (1 + fixed) * THOUGHT_SECONDS;

/** Keys for typing every field of a line, each with one more to leave it. */
const typingOf = (row: TruthRow) =>
  Object.values(row.normalised).reduce((sum, value) => sum + [...value].length + 1, 0);

function keyFigures(worked: WorkedLine[], truth: Truth): Metrics {
  const keys = (lines: WorkedLine[]) => lines.map((line) => line.keys);
  const accepted = worked.filter((line) => line.reason === null);
  const typing = accepted.reduce((sum, line) => sum + typingOf(truth.get(line.lineId)!), 0);
  const right = worked.filter((line) => line.wasRight);
  return {
    'review.keys_right_line': mean(keys(right)),
    'review.keys_read_line': mean(keys(worked.filter((line) => line.wasRead))),
    'review.keys_per_line_median': median(keys(worked)),
    'review.keys_per_line_mean': mean(keys(worked)),
    'review.keys_accepted_median': median(keys(accepted)),
    'review.keys_against_typing': ratio(
      keys(accepted).reduce((sum, count) => sum + count, 0),
      typing,
    ),
    'review.seconds_per_line_median': median(worked.map(secondsOf)),
    'review.seconds_per_line_mean': mean(worked.map(secondsOf)),
    'review.lines': worked.length,
    'review.lines_right': ratio(right.length, worked.length),
  };
}

/** What was stored against what stands on the paper. */
async function storedErrors({ database, petitionId, truth }: ReviewHouse, worked: WorkedLine[]): Promise<Metrics> {
  const { countableFields } = await database.petition.findUniqueOrThrow({ where: { id: petitionId } });
  const id = { in: worked.map(({ lineId }) => lineId) };
  const lines = await database.line.findMany({ where: { id }, include: { signer: true } });
  let [values, wrongValues, wrongFates] = [0, 0, 0];
  for (const line of lines) {
    const row = truth.get(line.id) ?? null;
    const reason = reasonOf(row, countableFields);
    if (line.reason !== reason || (reason === null) !== (line.state === 'counted')) wrongFates += 1;
    if (row === null || line.state !== 'counted') continue;
    const fields = (line.signer?.fields ?? {}) as Record<string, string>;
    for (const [name, value] of Object.entries(fields)) {
      values += 1;
      if (value !== (row.normalised[name] ?? '')) wrongValues += 1;
    }
  }
  return {
    'review.stored_values': values,
    'review.stored_value_errors': wrongValues,
    'review.line_fate_errors': wrongFates,
  };
}

/** ms for the last decision to arrive. The page warns whoever leaves it before; what has not come by then is an error. */
const LAST_LETTER = 10_000;

async function arrived({ database }: ReviewHouse, worked: WorkedLine[]): Promise<void> {
  const open = { id: { in: worked.map(({ lineId }) => lineId) }, state: 'awaiting_review' as const };
  const isDone = async () => (await database.line.count({ where: open })) === 0;
  await waitUntil('the last decision has arrived', isDone, LAST_LETTER).catch(() => {});
}

export const measureReview: Section = async (options) => {
  const { say } = options;
  const place = await openReviewHouse(options);
  const browser = await launchBrowser();
  try {
    const { house, database, petitionId, truth } = place;
    const copies = await place.copy(COPIES);
    const reviewer = await enterStation(browser, house.address, { ...REVIEWER, petitionId });
    const rowOf = (lineId: string) => truth.get(lineId) ?? null;
    const worked = await workShift(reviewer, {
      rowOf,
      most: Number.POSITIVE_INFINITY,
      pace: 0,
      patience: Number.POSITIVE_INFINITY,
    });
    await arrived(place, worked);
    await reviewer.close();
    const figures = { ...keyFigures(worked, truth), ...(await storedErrors(place, worked)) };
    say(`review: ${JSON.stringify(figures)}; now with ${OTHERS} others`);

    const crowd = await gatherCrowd({
      house,
      database,
      petitionId: copies.petitionId,
      people: OTHERS,
      every: OTHERS_PACE,
    });
    const timed = await enterStation(browser, house.address, { ...REVIEWER, petitionId: copies.petitionId });
    const copyOf = (lineId: string) => copies.truth.get(lineId) ?? null;
    await workShift(timed, { rowOf: copyOf, most: TIMED_LINES, pace: OWN_PACE, patience: TIMED_PATIENCE });
    const times = await stripTimes(timed.page);
    const decisions = await crowd.stop();
    say(`review: ${times.length} strips timed while the others took ${decisions} decisions`);
    return {
      ...figures,
      'review.pages': place.pages,
      'review.next_strip_ms_p50': median(times),
      'review.next_strip_ms_p95': quantile(times, 0.95),
      'review.next_strips': times.length,
      'review.others_decisions': decisions,
      'web.first_load_kb': reviewer.bytes / 1000,
    };
  } finally {
    await browser.close();
    await place.close();
  }
};
