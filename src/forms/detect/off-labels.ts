/** Lines to write on, without the feet of the labels between which they stand: both were found as one rule. Lengths in mm. */
import type { Rule } from './find-rules.ts';
import type { PageWord } from './page-text.ts';

/** How far letters' feet may stand over the line, and how far down a word they are: letters go on below, as in "Prague". */
const ON_LINE = 0.6;
const FOOT = 0.6;
/** Between a letter and the line. */
const GAP = 0.5;

/** The words that stand on the rule with their feet, from the left. */
export function wordsOn(rule: Rule, words: readonly PageWord[]): PageWord[] {
  return words
    .filter(({ turn, text, box: [x, y, w, h] }) => {
      const isOn = rule.at <= y + h + ON_LINE && rule.at >= y + FOOT * h && x + w > rule.from && x < rule.to;
      return turn === 0 && isOn && /\p{L}/u.test(text);
    })
    .sort((a, b) => a.box[0] - b.box[0]);
}

/** What is left of a rule before, between and behind the words, from `least` mm. */
export function roomsBetween(rule: Rule, words: readonly PageWord[], least: number): Rule[] {
  const starts = [rule.from, ...words.map((it) => it.box[0] + it.box[2] + GAP)];
  const ends = [...words.map((it) => it.box[0] - GAP), rule.to];
  return starts
    .map((from, k) => ({ ...rule, from, to: ends[k]!, kind: 'solid' as const }))
    .filter((it) => it.to - it.from >= least);
}

/** A rule that begins or ends within a word took its letters' feet along; any other stays as it is. */
export function offLabels(rule: Rule, words: readonly PageWord[], least: number): Rule[] {
  const on = wordsOn(rule, words);
  const isWithin = (x: number) => on.some(({ box: [left, , w] }) => x >= left - GAP && x <= left + w);
  return isWithin(rule.from) || isWithin(rule.to) ? roomsBetween(rule, on, least) : [rule];
}
