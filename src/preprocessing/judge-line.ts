/** Whether a line is empty, filled or struck out, and whether it is signed. */
import type { CellFindings } from './judge-cell.ts';
import type { StrikePath } from './strike-path.ts';

/** Ink in the whole line below which nobody wrote there, mm2: specks, and a hair of a neighbour's letters. */
const EMPTY_INK = 1.6;
/** Ink that makes a signature, mm2: a short paraph of a thin pen has about 3. */
const SIGNED_INK = 1.5;
/** And the least it extends, mm. */
const SIGNED_SIZE = 2.5;

export interface LineVerdict {
  state: 'empty' | 'filled' | 'struck';
  confidence: number;
}

export function judgeLine(cells: readonly CellFindings[], strike: StrikePath): LineVerdict {
  const ink = cells.reduce((sum, cell) => sum + cell.ink, 0);
  const size = Math.max(0, ...cells.map((cell) => Math.max(cell.width, cell.height)));
  if (ink < EMPTY_INK || size < 1.6) return { state: 'empty', confidence: ink < EMPTY_INK / 3 ? 0.995 : 0.85 };
  const struck = strikeEvidence(strike);
  if (struck >= 0.5) return { state: 'struck', confidence: struck };
  return { state: 'filled', confidence: Math.min(0.995, 1 - struck) };
}

/** Probability that the line is struck out. */
export function strikeEvidence(strike: StrikePath): number {
  const score = 9 * (strike.longest - 0.45) + 5 * (strike.coveredOfEmpty - 0.5) + 3 * (strike.covered - 0.8);
  return 1 / (1 + Math.exp(-1.5 * score));
}

export function judgeSignature(found: CellFindings): { signed: boolean; confidence: number } {
  const hangsIn = found.right < 0.22 || found.left > 0.92;
  const signed = found.ink >= SIGNED_INK && Math.max(found.width, found.height) >= SIGNED_SIZE && !hangsIn;
  const margin = Math.abs(Math.log((found.ink + 0.05) / SIGNED_INK));
  return { signed, confidence: Math.min(0.995, 0.6 + 0.3 * margin) };
}
