/**
 * Rules of a filled sheet → those that are printed. Strokes of a pen may run as straight as a rule, through a cell or
 * through a whole line; what is printed in a table comes again line by line, or ends at its columns. Lengths in mm.
 */
import type { Rule, Rules } from '../detect/find-rules.ts';
import type { Region } from '../detect/page-text.ts';
import { joinBroken } from './join-broken.ts';

/** Ends of rules that come again lie within this of each other. */
const SAME_END = 1.5;
/** Rules of equal ends over each other that make a table, and in it the least that are no accident. */
const TABLE = 4;
const AGAIN = 3;
/** Rules down the page that come again have the same place and nearly the same length. */
const SAME_PLACE = 0.6;
const SAME_LENGTH = 0.25;
/** A rule down this share of the table parts columns. */
const DOWN = 0.5;
/** A rule ends at another when it comes this near. */
const TOUCH = 1.2;

const lengthOf = (rule: Rule) => rule.to - rule.from;
const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by;

export function recurringRules(found: Rules): Rules {
  const { horizontal, vertical } = joinBroken(found);
  const twinsOf = (rule: Rule) => twinsAmong(horizontal, rule);
  const tables = tablesAmong(horizontal);
  const columns = vertical.filter((it) =>
    tables.some((table) => isInside(it, table, 'down') && lengthOf(it) >= DOWN * (table.bottom - table.top)),
  );
  const sides = [...columns.map((it) => it.at), ...tables.flatMap((it) => [it.left, it.right])];
  const isSide = (x: number) => sides.some((it) => near(it, x, TOUCH));
  const across = horizontal.filter(
    (it) =>
      !tables.some((table) => isInside(it, table, 'across')) ||
      twinsOf(it).length >= AGAIN ||
      (isSide(it.from) && isSide(it.to)),
  );
  const isEnd = (y: number) => across.some((it) => near(it.at, y, TOUCH));
  const down = vertical.filter(
    (it) =>
      !tables.some((table) => isInside(it, table, 'down')) ||
      columns.includes(it) ||
      (isEnd(it.from) && isEnd(it.to)) ||
      comesAgainDown(it, vertical),
  );
  return { horizontal: inOrder(across), vertical: inOrder(down) };
}

/** From the top, or from the left. */
const inOrder = (rules: readonly Rule[]) => [...rules].sort((a, b) => a.at - b.at || a.from - b.from);

const twinsAmong = (all: readonly Rule[], { from, to }: Rule) =>
  all.filter((it) => near(it.from, from, SAME_END) && near(it.to, to, SAME_END));

/** Where rules of equal ends lie over each other. */
function tablesAmong(horizontal: readonly Rule[]): Region[] {
  return horizontal
    .map((it) => twinsAmong(horizontal, it))
    .filter((it) => it.length >= TABLE)
    .map(around);
}

function around(rules: readonly Rule[]): Region {
  return {
    left: Math.min(...rules.map((it) => it.from)),
    right: Math.max(...rules.map((it) => it.to)),
    top: Math.min(...rules.map((it) => it.at)),
    bottom: Math.max(...rules.map((it) => it.at)),
  };
}

/** Whether the middle of a rule lies in a table, its edges left out. */
function isInside(rule: Rule, { left, right, top, bottom }: Region, direction: 'across' | 'down'): boolean {
  const middle = (rule.from + rule.to) / 2;
  const [x, y] = direction === 'across' ? [middle, rule.at] : [rule.at, middle];
  return x > left - TOUCH && x < right + TOUCH && y > top + TOUCH && y < bottom - TOUCH;
}

function comesAgainDown(rule: Rule, vertical: readonly Rule[]): boolean {
  const twins = vertical.filter(
    (it) => near(it.at, rule.at, SAME_PLACE) && near(lengthOf(it), lengthOf(rule), SAME_LENGTH * lengthOf(rule)),
  );
  return twins.length >= AGAIN;
}
