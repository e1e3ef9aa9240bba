import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/forms/detect/find-rules.ts';
import { recurringRules } from '../../src/forms/filled/recurring-rules.ts';

const rule = (at: number, from: number, to: number): Rule => ({ at, from, to, kind: 'solid' });

/** Ten lines of 12 mm with two columns; a dotted rule parts the cells of the first. */
const lines = Array.from({ length: 11 }, (_, k) => rule(60 + 12 * k, 10, 200));
const stacks = Array.from({ length: 10 }, (_, k) => rule(66 + 12 * k, 10, 80));
const columns = [10, 80, 200].map((x) => rule(x, 60, 180));
const places = (rules: readonly Rule[]) => rules.map((it) => Math.round(it.at));

describe('the rules of a filled sheet', () => {
  it('keep what comes again and what parts columns', () => {
    const found = recurringRules({ horizontal: [...lines, ...stacks], vertical: columns });
    expect(found.horizontal).toHaveLength(21);
    expect(found.vertical).toEqual(columns);
  });

  it('lose what somebody drew: lines struck out, underlined names, long strokes', () => {
    const strikes = [rule(78.5, 14, 187), rule(91, 100, 118), rule(103, 85, 199.5)];
    const strokes = [rule(120, 99, 105), rule(150, 130, 145)];
    const found = recurringRules({ horizontal: [...lines, ...strikes], vertical: [...columns, ...strokes] });
    expect(places(found.horizontal)).toEqual(places(lines));
    expect(found.vertical).toEqual(columns);
  });

  it('keep tick boxes, and all that stands outside the table', () => {
    const boxes = [0, 1, 2, 3].map((k) => rule(95, 64 + 12 * k, 68 + 12 * k));
    const header = [rule(40, 30, 90), rule(40, 120, 200)];
    const found = recurringRules({ horizontal: [...header, ...lines], vertical: [...columns, ...boxes] });
    expect(found.horizontal).toEqual(expect.arrayContaining(header));
    expect(found.vertical).toEqual(expect.arrayContaining(boxes));
  });
});
