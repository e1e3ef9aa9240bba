import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, invert, multiply, smallestEigenvector, solve } from '../../src/preprocessing/matrix.ts';

const small = fc.double({ min: -0.2, max: 0.2, noNaN: true });
const place = fc.double({ min: -500, max: 500, noNaN: true });
/** Like the placements of pages: near a scale, with a little shear and perspective. */
const placement = fc
  .tuple(small, small, place, small, small, place, small, small)
  .map(([a, b, c, d, e, f, g, h]) => [5 + a, b, c, d, 5 + e, f, g * 1e-4, h * 1e-4, 1]);

describe('matrix', () => {
  it('carries points there and back', () => {
    fc.assert(
      fc.property(placement, place, place, (matrix, x, y) => {
        const there = apply(matrix, x, y);
        const back = apply(invert(matrix)!, there.x, there.y);
        expect(back.x).toBeCloseTo(x, 5);
        expect(back.y).toBeCloseTo(y, 5);
      }),
    );
  });

  it('multiplies like one step after the other', () => {
    fc.assert(
      fc.property(placement, placement, place, place, (first, second, x, y) => {
        const mid = apply(first, x, y);
        const twice = apply(second, mid.x, mid.y);
        const once = apply(multiply(second, first), x, y);
        expect(once.x).toBeCloseTo(twice.x, 4);
        expect(once.y).toBeCloseTo(twice.y, 4);
      }),
    );
  });

  it('has no inverse for a flat matrix', () => {
    expect(invert([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
    expect(solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBeNull();
  });

  it('solves linear systems', () => {
    const x = solve(Float64Array.of(0, 2, 1, 1, 0, 3, 2, 1, 1), Float64Array.of(7, 10, 7))!;
    expect(2 * x[1]! + x[2]!).toBeCloseTo(7);
    expect(x[0]! + 3 * x[2]!).toBeCloseTo(10);
    expect(2 * x[0]! + x[1]! + x[2]!).toBeCloseTo(7);
  });

  it('finds the direction of least extent', () => {
    const v = smallestEigenvector([2, 1, 0, 1, 2, 0, 0, 0, 5]);
    expect(Math.abs(v[0] + v[1])).toBeLessThan(1e-9);
    expect(Math.abs(v[2])).toBeLessThan(1e-9);
  });
});
