import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beamSearch } from '../../src/recognition/beam-search.ts';
import { greedyText, sequenceLogp } from '../../src/recognition/ctc.ts';
import { largest } from '../../src/recognition/largest.ts';
import type { Frames } from '../../src/recognition/frames.ts';

/** Random frames over a small alphabet (blank and two characters), normalised. */
const framesOf = (length: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: length * 3, maxLength: length * 3 })
    .map((weights): Frames => {
      const data = new Float32Array(length * 3);
      for (let t = 0; t < length; t++) {
        const sum = weights[t * 3]! + weights[t * 3 + 1]! + weights[t * 3 + 2]!;
        for (let c = 0; c < 3; c++) data[t * 3 + c] = Math.log(weights[t * 3 + c]! / sum);
      }
      return { length, classes: 3, data };
    });

/** Every path, collapsed: the definition, not an algorithm. */
function probabilities({ length, data }: Frames): Map<string, number> {
  const out = new Map<string, number>();
  for (let path = 0; path < 3 ** length; path++) {
    let logp = 0;
    const labels: number[] = [];
    let previous = 0;
    for (let t = 0, rest = path; t < length; t++, rest = Math.floor(rest / 3)) {
      const c = rest % 3;
      logp += data[t * 3 + c]!;
      if (c !== 0 && c !== previous) labels.push(c);
      previous = c;
    }
    out.set(labels.join(), (out.get(labels.join()) ?? 0) + Math.exp(logp));
  }
  return out;
}

test('a sequence scores the sum over all its paths', () => {
  fc.assert(
    fc.property(framesOf(5), (frames) => {
      for (const [key, probability] of probabilities(frames)) {
        const labels = key === '' ? [] : key.split(',').map(Number);
        expect(Math.exp(sequenceLogp(frames, labels))).toBeCloseTo(probability, 5);
      }
    }),
    { numRuns: 30 },
  );
});

test('beam search with room for everything finds the most probable text', () => {
  fc.assert(
    fc.property(framesOf(5), (frames) => {
      const best = Math.max(...probabilities(frames).values());
      const [found] = beamSearch(frames, { width: 500, floor: -50 });
      expect(Math.exp(found!.logp)).toBeCloseTo(best, 5);
    }),
    { numRuns: 30 },
  );
});

test('a text longer than the frames is impossible', () => {
  const frames: Frames = { length: 1, classes: 3, data: Float32Array.of(-1, -1, -1) };
  expect(sequenceLogp(frames, [1, 2])).toBeLessThan(-1e8);
});

test('best path collapses repeats and drops blanks', () => {
  const path = [0, 1, 1, 0, 1, 2];
  const data = new Float32Array(path.length * 3).fill(Math.log(0.01));
  for (const [t, c] of path.entries()) data[t * 3 + c] = Math.log(0.98);
  expect(greedyText({ length: path.length, classes: 3, data }).text).toBe('aab');
});

test('the largest are those that sorting would put first', () => {
  const some = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 45 }), fc.integer({ min: 0, max: 9 }), (numbers, width, least) => {
      const found = largest(Float64Array.from(numbers), width, least).map((i) => numbers[i]!);
      const sorted = numbers.filter((v) => v >= least).sort((a, b) => b - a);
      expect(found.sort((a, b) => b - a)).toEqual(sorted.slice(0, width));
    }),
  );
});

test('a line of many improbable frames keeps its exact score', () => {
  const length = 400;
  const data = new Float32Array(length * 3).fill(-18);
  const frames: Frames = { length, classes: 3, data };
  // Of 400 frames, any run may be the character: 400 * 401 / 2 ways, each as improbable.
  expect(sequenceLogp(frames, [1])).toBeCloseTo(-18 * length + Math.log((length * (length + 1)) / 2), 3);
});
