import { describe, expect, it } from 'vitest';
import { makeLayout } from '../../samples/make/commands/layouts.ts';
import { fillSheet } from '../../samples/make/fill/fill-sheet.ts';
import { planSheet } from '../../samples/make/fill/plan-sheet.ts';
import { makePetition } from '../../samples/make/forms/petition.ts';
import { makeWriter } from '../../samples/make/hands/writer.ts';
import { makeRng } from '../../samples/make/random.ts';
import { FLAT, makePlacement, type PlacementSpec, UNPULLED } from '../../samples/make/scan/placement.ts';
import { splitOfWord, splits } from '../../samples/make/splits.ts';
import { wordsOf } from '../../samples/make/words.ts';
import { formDefinitionSchema } from '../../src/domain/form.ts';
import { boxesOverlap, isInside, offsetBox } from '../../src/domain/geometry.ts';

const PAGE = { width: 210, height: 297 };
const flat: PlacementSpec = {
  page: PAGE,
  dpi: 200,
  area: PAGE,
  scale: { x: 1, y: 1 },
  offset: { x: 0, y: 0 },
  skew: 0,
  pull: UNPULLED,
  bend: FLAT,
  orientation: 0,
};

describe('splits', () => {
  it('share no face and no word', () => {
    expect(splits.fonts.test.filter((face) => splits.fonts.dev.includes(face))).toEqual([]);
    const [dev, test] = [wordsOf('dev'), wordsOf('test')];
    for (const list of ['given', 'family', 'streets'] as const) {
      expect(dev[list].length).toBeGreaterThan(5);
      expect(dev[list].filter((word) => test[list].includes(word))).toEqual([]);
    }
  });

  it('keep spellings of one word together', () => {
    for (const [a, b] of [
      ['Lefèvre', 'Lefevre'],
      ['JEAN', 'Jean'],
      ['Saint-Martin', 'Saint Martin'],
    ]) {
      const found = new Set([splitOfWord(a!), splitOfWord(b!)].filter((split) => split !== null));
      expect(found.size).toBeLessThanOrEqual(1);
    }
  });
});

describe('chance', () => {
  it('repeats itself, and forks do not depend on what was drawn', () => {
    const [a, b] = [makeRng('seed'), makeRng('seed')];
    a.float();
    expect(a.fork('x').int(0, 1e9)).toBe(b.fork('x').int(0, 1e9));
    expect(makeWriter('test', 7)).toEqual(makeWriter('test', 7));
  });

  it('fills a sheet the same way twice', async () => {
    const { form } = await makePetition();
    const fill = () => {
      const plans = planSheet(form, 'dev', makeRng('plan'));
      return fillSheet(form, plans, makeRng('fill'), { signedOn: { day: 1, month: 2, year: 2025 }, withTown: false });
    };
    const [once, twice] = [fill(), fill()];
    expect(once.inks.length).toBeGreaterThan(10);
    expect(twice).toEqual(once);
  });
});

describe('placement', () => {
  const bent: PlacementSpec = {
    ...flat,
    skew: 4,
    pull: [
      { x: 6, y: -3 },
      { x: -4, y: 2 },
      { x: 3, y: 5 },
      { x: -2, y: -6 },
    ],
    bend: { curlX: 1.5, curlY: -1, fold: { at: 140, slope: 0.006, shear: -0.008 } },
  };

  it.each([0, 90, 180, 270] as const)('finds its way back, turned by %i', (orientation) => {
    const placement = makePlacement({ ...bent, orientation });
    for (const mm of [
      { x: 12, y: 20 },
      { x: 190, y: 150 },
      { x: 60, y: 280 },
    ]) {
      const back = placement.toPaper(placement.toScan(mm));
      expect(Math.hypot(back.x - mm.x, back.y - mm.y)).toBeLessThan(0.02);
    }
  });

  it('turns clockwise', () => {
    const { width, height, toScan } = makePlacement({ ...flat, orientation: 90 });
    expect([width, height]).toEqual([2339, 1654]);
    // The sheet's top left corner comes to lie at the top right.
    expect(toScan({ x: 0, y: 0 }).x).toBeCloseTo(2339, 0);
    expect(toScan({ x: 0, y: 0 }).y).toBeCloseTo(0, 0);
  });
});

describe('random layouts', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('number %i is a sound form', async (number) => {
    const { form } = await makeLayout('dev', number);
    expect(formDefinitionSchema.safeParse(form).success).toBe(true);
    const sheet = [0, 0, form.page.width, form.page.height] as const;
    for (const row of form.rows.boxes) {
      expect(isInside(row, [...sheet], 0.1)).toBe(true);
      for (const field of form.fields) expect(isInside(offsetBox(field.box, row), row, 0.1)).toBe(true);
    }
    form.fields.forEach((field, i) => {
      for (const other of form.fields.slice(i + 1)) expect(boxesOverlap(field.box, other.box, 0.1)).toBe(false);
    });
    expect(new Set(form.fields.map((f) => f.name)).size).toBe(form.fields.length);
  });
});
