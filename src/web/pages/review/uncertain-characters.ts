/** Where a prefilled value is in doubt: the characters in which its likeliest rivals differ. */
import type { Alternative } from '../../../domain/candidate.ts';

/** A rival below this probability is no doubt worth a reviewer's look. */
const RIVAL = 0.01;
/** Rivals looked at: further ones would underline everything, which says nothing. */
const RIVALS = 2;

/** Lengths of the longest common subsequences of all ends of `a` and `b`; `[i][j]` is for a from i and b from j. */
function commonLengths(a: string, b: string): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [here, below] = [lengths[i] as number[], lengths[i + 1] as number[]];
      here[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, here[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** Indexes of `value` that the rival reads otherwise; where it only has more letters, the one beside the gap. */
function differing(value: string, rival: string): number[] {
  const lengths = commonLengths(value, rival);
  const found: number[] = [];
  let [i, j] = [0, 0];
  while (i < value.length) {
    if (j < rival.length && value[i] === rival[j]) {
      i += 1;
      j += 1;
      continue;
    }
    found.push(i);
    const [instead, more, fewer] = [lengths[i + 1]?.[j + 1], lengths[i]?.[j + 1], lengths[i + 1]?.[j]].map(
      (n) => n ?? -1,
    );
    const best = Math.max(instead as number, more as number, fewer as number);
    if (instead !== best && more === best) j += 1;
    else {
      i += 1;
      if (instead === best) j += 1;
    }
  }
  if (j < rival.length && value.length > 0) found.push(value.length - 1);
  return found;
}

/** Index ranges [from, to) of `value`, merged, in order. */
export function uncertainRanges(value: string, alternatives: readonly Alternative[]): [number, number][] {
  const rivals = alternatives
    .filter((rival) => rival.value !== value && rival.value !== '' && rival.probability >= RIVAL)
    .slice(0, RIVALS);
  const doubtful = new Set(rivals.flatMap((rival) => differing(value, rival.value)));
  const ranges: [number, number][] = [];
  for (const index of [...doubtful].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  }
  return ranges;
}
