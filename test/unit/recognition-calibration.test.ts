import { expect, test } from 'vitest';
import {
  calibrate,
  coverageAt,
  type Evidence,
  expectedCalibrationError,
  featuresOf,
  isPrefilled,
  rankingAuc,
  reliabilityTable,
} from '../../src/recognition/calibration.ts';
import { fitWeights } from '../../src/recognition/fit-weights.ts';

const judged = (pairs: [number, boolean][]) => pairs.map(([confidence, isRight]) => ({ confidence, isRight }));

test('the area under the curve is 1 for perfect ranking, 0 for reversed, one half for ties', () => {
  expect(
    rankingAuc(
      judged([
        [0.9, true],
        [0.8, true],
        [0.1, false],
      ]),
    ),
  ).toBe(1);
  expect(
    rankingAuc(
      judged([
        [0.1, true],
        [0.9, false],
      ]),
    ),
  ).toBe(0);
  expect(
    rankingAuc(
      judged([
        [0.5, true],
        [0.5, false],
      ]),
    ),
  ).toBe(0.5);
  expect(rankingAuc(judged([[0.5, true]]))).toBeNull();
});

test('calibration error is the distance of what is claimed from what is true', () => {
  const readings = judged([
    [0.95, true],
    [0.95, true],
    [0.95, false],
    [0.95, false],
  ]);
  expect(expectedCalibrationError(readings)).toBeCloseTo(0.45);
  expect(reliabilityTable(readings)).toMatchObject([{ count: 4, shareRight: 0.5 }]);
  expect(expectedCalibrationError([])).toBe(0);
});

test('coverage and precision belong together', () => {
  const readings = judged([
    [0.99, true],
    [0.97, false],
    [0.5, false],
  ]);
  expect(coverageAt(readings, 0.95)).toEqual({ coverage: 2 / 3, precision: 0.5 });
  expect(coverageAt(readings, 0.999)).toEqual({ coverage: 0, precision: null });
});

const REST = { agrees: false, isSupported: false, isParted: false, length: 8, isAtEdge: false };

test('a fit recovers the probabilities that made the outcomes', () => {
  const samples: { evidence: Evidence; isRight: boolean }[] = [];
  for (let i = 0; i < 2000; i++) {
    const posterior = ((i * 7919) % 1000) / 1000;
    // Over-confident by half: the true probability is the posterior drawn towards 0.5.
    const truth = 0.25 + posterior / 2;
    samples.push({
      evidence: { posterior, isListed: false, clarity: 0, strain: 0, ...REST },
      isRight: ((i * 104_729) % 1000) / 1000 < truth,
    });
  }
  const weights = fitWeights(samples);
  const at = (posterior: number) => {
    const x = featuresOf({ posterior, isListed: false, clarity: 0, strain: 0, ...REST });
    return 1 / (1 + Math.exp(-x.reduce((sum, v, i) => sum + v * weights[i]!, 0)));
  };
  expect(at(0.9)).toBeGreaterThan(0.6);
  expect(at(0.9)).toBeLessThan(0.85);
  expect(at(0.1)).toBeGreaterThan(0.15);
});

test('confidences are probabilities whatever the evidence', () => {
  for (const posterior of [0, 0.5, 1]) {
    for (const clarity of [-100, 0]) {
      const p = calibrate('family_name', { posterior, isListed: true, clarity, strain: -100, ...REST });
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
    }
  }
});

test('a type without a threshold of its own takes the default', () => {
  expect(isPrefilled('postcode', 0.97, { default: 0.95, postcode: 0.98 })).toBe(false);
  expect(isPrefilled('family_name', 0.97, { default: 0.95, postcode: 0.98 })).toBe(true);
});

test('a type that has not earned it is prefilled only where the petition asks for it', () => {
  expect(isPrefilled('address', 0.999, { default: 0.95 })).toBe(false);
  expect(isPrefilled('address', 0.999, { default: 0.95, address: 0.97 })).toBe(true);
});
