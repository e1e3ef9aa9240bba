import type { Alternative } from '../../../domain/candidate.ts';
import { uncertainRanges } from './uncertain-characters.ts';

/** Underlines doubtful characters where they stand: the values' face gives every character the same width. */
export function UncertainMarks({ value, alternatives }: { value: string; alternatives: readonly Alternative[] }) {
  return (
    <span className="uncertain" aria-hidden="true">
      {uncertainRanges(value, alternatives).map(([from, to]) => (
        <i key={from} style={{ left: `${from}ch`, width: `${to - from}ch` }} />
      ))}
    </span>
  );
}
