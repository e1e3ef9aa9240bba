/** Where a prefilled value is in doubt: the characters in which its likeliest rivals differ. */
import type { Alternative } from '../../../domain/candidate.ts';

/** A rival below this probability is no doubt worth a reviewer's look. */
const RIVAL = 0.01;

/** Index ranges [from, to) of `value`, merged, in order. */
export function uncertainRanges(value: string, alternatives: readonly Alternative[]): [number, number][] {
  const doubtful = new Array<boolean>(value.length).fill(false);
  for (const rival of alternatives) {
    if (rival.value === value || rival.value === '' || rival.probability < RIVAL) continue;
    let from = 0;
    while (from < value.length && from < rival.value.length && value[from] === rival.value[from]) from += 1;
    let end = 0;
    const longest = Math.min(value.length, rival.value.length) - from;
    while (end < longest && value.at(-1 - end) === rival.value.at(-1 - end)) end += 1;
    // Where the rival only has more letters, the doubt stands beside the gap.
    const to = Math.max(value.length - end, Math.min(from + 1, value.length));
    doubtful.fill(true, Math.min(from, value.length - 1), to);
  }
  const ranges: [number, number][] = [];
  doubtful.forEach((isDoubtful, index) => {
    const last = ranges.at(-1);
    if (!isDoubtful) return;
    if (last && last[1] === index) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  });
  return ranges;
}
