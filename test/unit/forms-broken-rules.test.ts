import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/forms/detect/find-rules.ts';
import { joinBroken } from '../../src/forms/filled/join-broken.ts';

const rule = (at: number, from: number, to: number): Rule => ({ at, from, to, kind: 'solid' });
/** A table of ten lines, 10 mm each. */
const LINES = Array.from({ length: 11 }, (_, k) => rule(100 + 10 * k, 15, 195));

describe('rules that writing has damaged', () => {
  it('are joined where they were broken, and cut where they were lengthened', () => {
    const broken = LINES.flatMap((it, k) => {
      if (k === 3) return [rule(it.at, 15, 80), rule(it.at + 0.2, 92, 195)];
      return k === 6 ? [rule(it.at, 15, 201)] : [it];
    });
    const { horizontal } = joinBroken({ horizontal: broken, vertical: [] });
    expect(horizontal.map((it) => [it.from, it.to])).toEqual(LINES.map(() => [15, 195]));
  });

  it('are not made of a stroke through a whole line', () => {
    const { horizontal } = joinBroken({ horizontal: [...LINES, rule(145.8, 17, 190)], vertical: [] });
    expect(horizontal).toHaveLength(LINES.length);
    expect(horizontal.some((it) => it.at === 145.8)).toBe(false);
  });

  it('keep the shorter lines of stacked fields', () => {
    const stacked = LINES.slice(1).map((it) => rule(it.at - 5, 15, 80));
    const { horizontal } = joinBroken({ horizontal: [...LINES, ...stacked], vertical: [] });
    expect(horizontal.filter((it) => it.to === 80)).toHaveLength(10);
  });

  it('go on down the page where others do, and never from box to box', () => {
    const left = rule(15, 100, 200);
    const column = [rule(60, 100, 128), rule(60, 141, 200)];
    const through = joinBroken({ horizontal: LINES, vertical: [left, ...column] }).vertical;
    expect(through.filter((it) => it.at === 60)).toEqual([rule(60, 100, 200)]);
    const boxes = [0, 20, 40, 60, 80].flatMap((y) => [15, 60, 195].map((x) => rule(x, 100 + y, 117 + y)));
    const apart = joinBroken({ horizontal: LINES, vertical: boxes }).vertical;
    expect(apart).toHaveLength(boxes.length);
  });
});
