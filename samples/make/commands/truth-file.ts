/** Truths as files. */
import type { TruthPage } from '../truth.ts';

/** JSON with lists of numbers on one line: large truths stay readable and their differences small. */
export function printTruth(pages: TruthPage[]): string {
  const text = JSON.stringify(pages, null, 1);
  const short = text.replace(
    /\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${short}\n`;
}
