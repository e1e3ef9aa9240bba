import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASS_COUNT, encode } from '../../src/recognition/alphabet.ts';
import { beamSearch } from '../../src/recognition/beam-search.ts';
import { textOf } from '../../src/recognition/ctc.ts';
import type { Frames } from '../../src/recognition/frames.ts';
import { type LanguageModel, openLanguageModels } from '../../src/recognition/language-model.ts';
import { searchLine } from '../../src/recognition/line-search.ts';

const { models, refused } = await openLanguageModels();
const french = models(['fr'])!;

function stateAfter(text: string): number {
  return encode(text)!.reduce((state, symbol) => french.next(state, symbol), french.start);
}

function logpOf(text: string): number {
  let state = french.start;
  let sum = 0;
  for (const symbol of encode(text)!) {
    sum += french.logp(state, symbol);
    state = french.next(state, symbol);
  }
  return sum;
}

test('after any text the probabilities of what may follow add up to one', () => {
  expect(refused).toBeNull();
  for (const text of ['', 'La commune de', 'né le 5 octobre 19', 'XQZ', "l'", 'zzzzzz', 'SAINT-']) {
    const state = stateAfter(text);
    let sum = 0;
    for (let symbol = 0; symbol < CLASS_COUNT; symbol++) sum += Math.exp(french.logp(state, symbol));
    // Logarithms are stored in steps of 0.08.
    expect(sum, text).toBeGreaterThan(0.94);
    expect(sum, text).toBeLessThan(1.06);
  }
});

test('French is more probable than what only looks like it', () => {
  for (const [right, wrong] of [
    ['modèles ont été conçus', 'rnodeles ont éte concus'],
    ['au cours de la réunion', 'au cours de la rèunion'],
    ['pour tous les habitants', 'pour tous les hahitants'],
  ] as const) {
    expect(logpOf(right), right).toBeGreaterThan(logpOf(wrong) + 4);
  }
});

test('other languages are read without the model', () => {
  expect(models(['de'])).toBeNull();
  expect(models(['nl', 'fr'])).not.toBeNull();
});

test('a file that is cut short is refused, and reading goes on without', async () => {
  const path = join(tmpdir(), `paraphe-language-${process.pid}.plm`);
  await writeFile(path, 'PLM1 and nothing else');
  const opened = await openLanguageModels(path);
  expect(opened.refused?.code).toBe('language_model_refused');
  expect(opened.models(['fr'])).toBeNull();
});

/** Random frames over a few classes. */
const someFrames = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 })
  .map((weights): Frames => {
    const data = new Float32Array(24);
    for (let t = 0; t < 6; t++) {
      const row = weights.slice(t * 4, t * 4 + 4);
      const sum = row.reduce((a, b) => a + b);
      for (const [c, weight] of row.entries()) data[t * 4 + c] = Math.log(weight / sum);
    }
    return { length: 6, classes: 4, data };
  });

const indifferent: LanguageModel = { start: 0, logp: () => 0, next: () => 0 };
const WIDE = { width: 2000, floor: -20 };

test('with a model that says nothing the search finds what the frames alone say', () => {
  fc.assert(
    fc.property(someFrames, (frames) => {
      const found = searchLine(frames, { model: indifferent, share: 1, perCharacter: 0, ...WIDE })[0]!;
      const plain = beamSearch(frames, WIDE)[0]!;
      expect(textOf(found.labels)).toBe(textOf(plain.labels));
      expect(found.logp).toBeCloseTo(plain.logp, 6);
    }),
    { numRuns: 60 },
  );
});

test('a model moves the choice by its share', () => {
  const data = Float32Array.from([0.1, 0.5, 0.4, 0].map((p) => Math.log(Math.max(p, 1e-9))));
  const frames: Frames = { length: 1, classes: 4, data };
  const partial = (to: number): LanguageModel => ({ ...indifferent, logp: (_, symbol) => (symbol === to ? -0.1 : -3) });
  const options = { perCharacter: 0, ...WIDE };
  expect(searchLine(frames, { ...options, model: partial(2), share: 1 })[0]!.labels).toEqual([2]);
  expect(searchLine(frames, { ...options, model: partial(2), share: 0.01 })[0]!.labels).toEqual([1]);
});
