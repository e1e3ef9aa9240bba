/**
 * Rules that writing has broken or made longer → whole ones. What the rules of a table have in common, its ends and its
 * columns, says how far a damaged one reached. Lengths in mm.
 */
import type { Rule, Rules } from '../detect/find-rules.ts';
import type { Region } from '../detect/page-text.ts';

/** Ends of rules that come again lie within this of each other. */
const SAME_END = 1.5;
/** Rules of equal ends over each other that make a table. */
const TABLE = 3;
/** Pieces this near to one line belong to one rule. */
const IN_LINE = 0.6;
/** Pieces that cover this share of the way across, or down, are one rule. */
const COVERED = { across: 0.6, down: 0.4 };
/** Shorter pieces are strokes of letters as well. */
const LEAST_PIECE = 4;
/** Writing makes a rule longer, or hides its end, by at most this. */
const OFF_END = 12;
/** Headings over a table, and a last line without a rule under it, reach this far beyond the rules found whole. */
const BEYOND = 20;
/** Gaps between rules differ by less when they are the same. */
const SAME_GAP = 0.8;
/** Share of the gaps of a table that are lines. */
const COMMON = 0.2;

const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by;
const lengthOf = (rule: Rule) => rule.to - rule.from;

export function joinBroken({ horizontal, vertical }: Rules): Rules {
  const widths = commonEnds(horizontal);
  const across = widths.reduce<Rule[]>((rules, it) => joinAcross(rules, it), [...horizontal]);
  const down = widths.reduce<Rule[]>((rules, it) => joinDown(rules, it), [...vertical]);
  const straight = widths.reduce((rules, it) => withoutStrikes(rules, it), across);
  return { horizontal: straight.sort((a, b) => a.at - b.at || a.from - b.from), vertical: down };
}

/** Where several rules begin and end together; the widest first. */
function commonEnds(horizontal: readonly Rule[]): Region[] {
  const found: Region[] = [];
  for (const rule of [...horizontal].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    if (found.some((it) => near(it.left, rule.from, SAME_END) && near(it.right, rule.to, SAME_END))) continue;
    const twins = horizontal.filter((it) => near(it.from, rule.from, SAME_END) && near(it.to, rule.to, SAME_END));
    if (twins.length < TABLE) continue;
    const middle = (of: (it: Rule) => number) => twins.map(of).sort((a, b) => a - b)[twins.length >> 1]!;
    found.push({
      left: middle((it) => it.from),
      right: middle((it) => it.to),
      top: twins[0]!.at,
      bottom: twins.at(-1)!.at,
    });
  }
  return found;
}

function joinAcross(rules: readonly Rule[], { left, right, top, bottom }: Region): Rule[] {
  const isWhole = (it: Rule) => (near(it.from, left, SAME_END) && near(it.to, right, SAME_END)) || hasTwins(it, rules);
  const pieces = rules.filter(
    (it) =>
      it.at > top - BEYOND &&
      it.at < bottom + BEYOND &&
      it.from > left - OFF_END &&
      it.to < right + OFF_END &&
      !isWhole(it),
  );
  const joined = inLine(pieces).flatMap((line) => {
    const covered = line.reduce((sum, it) => sum + Math.min(right, it.to) - Math.max(left, it.from), 0);
    const [from, to] = [Math.min(...line.map((it) => it.from)), Math.max(...line.map((it) => it.to))];
    if (covered < COVERED.across * (right - left) || !near(from, left, OFF_END) || !near(to, right, OFF_END))
      return line;
    return [{ ...line.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a)), from: left, to: right }];
  });
  return [...rules.filter((it) => !pieces.includes(it)), ...joined];
}

/** Somebody struck out a whole line: without the stroke the rules beside it are a line apart, with it nothing fits. */
function withoutStrikes(rules: readonly Rule[], { left, right }: Region): Rule[] {
  const whole = rules
    .filter((it) => near(it.from, left, SAME_END) && near(it.to, right, SAME_END))
    .sort((a, b) => a.at - b.at);
  const gaps = whole.slice(1).map((it, k) => it.at - whole[k]!.at);
  const isCommon = (gap: number) =>
    gaps.filter((it) => near(it, gap, SAME_GAP)).length >= Math.max(3, COMMON * gaps.length);
  const strikes = whole.filter((_, k) => {
    const [before, after] = [gaps[k - 1], gaps[k]];
    if (before === undefined || after === undefined) return false;
    return !isCommon(before) && !isCommon(after) && isCommon(before + after);
  });
  return rules.filter((it) => !strikes.includes(it));
}

const hasTwins = (rule: Rule, rules: readonly Rule[]) =>
  rules.filter((it) => near(it.from, rule.from, SAME_END) && near(it.to, rule.to, SAME_END)).length >= TABLE;

/** Where a rule of the table goes through, the others do; the room between boxes no rule crosses. */
function joinDown(rules: readonly Rule[], { left, right, top, bottom }: Region): Rule[] {
  const pieces = rules.filter(
    (it) =>
      it.at > left - 1 &&
      it.at < right + 1 &&
      it.to > top - BEYOND &&
      it.from < bottom + BEYOND &&
      lengthOf(it) >= LEAST_PIECE,
  );
  const isCrossed = (from: number, to: number) => pieces.some((it) => it.from <= from + 0.5 && it.to >= to - 0.5);
  const joined = inLine(pieces).flatMap((line) => {
    const covered = line.reduce((sum, it) => sum + lengthOf(it), 0);
    if (line.length < 2 || covered < COVERED.down * (bottom - top)) return line;
    const whole: Rule[] = [];
    for (const it of line) {
      const last = whole.at(-1);
      if (last !== undefined && isCrossed(last.to, it.from)) last.to = Math.max(last.to, it.to);
      else whole.push({ ...it });
    }
    return whole;
  });
  return [...rules.filter((it) => !pieces.includes(it)), ...joined];
}

/** Pieces of one line each, in order. */
function inLine(rules: readonly Rule[]): Rule[][] {
  const lines: Rule[][] = [];
  for (const rule of [...rules].sort((a, b) => a.from - b.from)) {
    const line = lines.find(([first]) => near(first!.at, rule.at, IN_LINE));
    if (line === undefined) lines.push([rule]);
    else line.push(rule);
  }
  return lines;
}
