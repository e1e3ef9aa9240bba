import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { fitBend } from '../../src/preprocessing/fit-bend.ts';
import { flatten } from '../../src/preprocessing/flatten.ts';
import { levelRules } from '../../src/preprocessing/level-rules.ts';
import { matchForm } from '../../src/preprocessing/match-form.ts';
import { apply, type Matrix3 } from '../../src/preprocessing/matrix.ts';
import { bendAt } from '../../src/preprocessing/placement.ts';
import { prepareForm } from '../../src/preprocessing/prepare-form.ts';
import type { Track } from '../../src/preprocessing/trace-rules.ts';

const PX_PER_MM = 5.9;
const WIDTHS = [34, 27, 20, 34, 47, 24];
const form = prepareForm(
  formDefinitionSchema.parse({
    id: 'drawn',
    version: 1,
    title: 'Drawn',
    languages: ['fr'],
    page: { width: 210, height: 297 },
    rows: { boxes: Array.from({ length: 10 }, (_, i) => [12, 130 + 11 * i, 186, 11]) },
    fields: WIDTHS.map((width, i) => ({
      name: `field_${i}`,
      type: 'text',
      label: `Field ${i}`,
      box: [WIDTHS.slice(0, i).reduce((sum, w) => sum + w, 0), 0, width, 11],
    })),
  }),
);

/** The form's rules as tracing would see them on a page placed by `matrix` (mm to px). */
function drawTracks(matrix: Matrix3): Track[] {
  const draw = (direction: Track['direction'], edges: typeof form.across) =>
    edges.map(({ at, from, to }) => {
      const points = Array.from({ length: 60 }, (_, k) => {
        const along = from + ((to - from) * k) / 59;
        return direction === 'across' ? apply(matrix, along, at) : apply(matrix, at, along);
      });
      return { direction, points, contrast: 50, length: (to - from) * PX_PER_MM };
    });
  return [...draw('across', form.across), ...draw('down', form.down)];
}

const pages = fc
  .record({
    skew: fc.double({ min: -10, max: 10, noNaN: true }),
    p: fc.double({ min: -3e-4, max: 3e-4, noNaN: true }),
    q: fc.double({ min: -3e-4, max: 3e-4, noNaN: true }),
    shift: fc.double({ min: -40, max: 40, noNaN: true }),
  })
  .map(({ skew, p, q, shift }): Matrix3 => {
    const [c, s] = [Math.cos((skew * Math.PI) / 180) * PX_PER_MM, Math.sin((skew * Math.PI) / 180) * PX_PER_MM];
    return [c, -s, 60 + shift, s, c, 20 - shift, p, q, 1];
  });

describe('flattening', () => {
  it('makes the rules of any photographed page level and upright', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const tracks = drawTracks(page);
        const { matrix } = flatten(tracks, 1240, 1754);
        for (const track of tracks) {
          const [first, last] = [track.points[0]!, track.points[track.points.length - 1]!];
          const from = apply(matrix, first.x, first.y);
          const to = apply(matrix, last.x, last.y);
          const slope =
            track.direction === 'across' ? (to.y - from.y) / (to.x - from.x) : (to.x - from.x) / (to.y - from.y);
          expect(Math.abs(slope)).toBeLessThan(0.012);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a page without any rule as it is', () => {
    expect(flatten([], 1240, 1754).skew).toBe(0);
  });
});

describe('matching', () => {
  it('finds scale and place of a form whose rules are all there', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        fc.double({ min: -30, max: 60, noNaN: true }),
        (copy, shift) => {
          const scale = PX_PER_MM * copy;
          const tracks = drawTracks([scale, 0, shift, 0, scale, shift / 2, 0, 0, 1]);
          const rules = levelRules(tracks, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
          const best = matchForm(form, rules, { width: 1240, height: 1754, formIndex: 0, perMm: null })[0]!;
          expect(best.orientation).toBe(0);
          expect(best.scale.x).toBeCloseTo(scale, 2);
          expect(best.scale.y).toBeCloseTo(scale, 2);
          expect(best.offset.x).toBeCloseTo(shift, 0);
          expect(best.score).toBeGreaterThan(0.95);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('says nothing about a page without rules', () => {
    const rules = levelRules([], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(matchForm(form, rules, { width: 1240, height: 1754, formIndex: 0, perMm: null })).toEqual([]);
  });
});

describe('the bend', () => {
  it('follows a curl within a tenth of a millimetre and is not led astray by ink', () => {
    const curl = (y: number) => 1.2 * Math.sin((y / 297) * Math.PI);
    const samples = form.across.flatMap(({ at }) =>
      Array.from({ length: 30 }, (_, k) => ({
        x: 14 + k * 6,
        y: at,
        across: true,
        // Every seventh place holds a stroke instead of the rule.
        error: k % 7 === 3 ? -1.5 : curl(at),
        contrast: 40,
      })),
    );
    const bend = fitBend(samples, form, null);
    for (const { at } of form.across) {
      for (const x of [20, 100, 190]) expect(Math.abs(bendAt(bend, x, at).y - curl(at))).toBeLessThan(0.1);
    }
  });
});
