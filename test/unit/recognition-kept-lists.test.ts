import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildCharModel } from '../../src/recognition/char-model.ts';
import { buildLexicon, type Lexicon } from '../../src/recognition/lexicon.ts';
import { LIST_SOURCES } from '../../src/recognition/list-files.ts';
import { loadLists } from '../../src/recognition/lists.ts';
import { LEXICON_PACKING } from '../../src/recognition/packed-lists.ts';
import { buildPlaces } from '../../src/recognition/places.ts';

const RECOGNITION = new URL('../../src/recognition/', import.meta.url);

function entriesOf({ size, entry }: Lexicon) {
  return Array.from({ length: size }, (_, i) => entry(i));
}

test('a lexicon from a file is the one that was built', () => {
  const words = ['Lefèvre', 'LEFEVRE', 'Saint-Étienne', "L'Haÿ", 'Nguyễn'].map((text, i) => ({ text, weight: i + 1 }));
  const built = buildLexicon(words);
  const kept = LEXICON_PACKING.unpack(LEXICON_PACKING.pack(built));
  expect(entriesOf(kept)).toEqual(entriesOf(built));
  expect(kept.find('lefevre')).toEqual({
    folded: 'lefevre',
    spellings: ['LEFEVRE', 'Lefèvre'],
    logPrior: Math.log(0.2),
  });
  expect(kept.find('lefevr')).toBeNull();
  expect(kept.find('lefevres')).toBeNull();
  for (const [prefix, next] of [
    [[], 12],
    [[12, 5], 6],
    [[12, 5, 6, 5], 22],
    [[40, 1], 0],
  ] as [number[], number][]) {
    expect(kept.model.logp(prefix, next)).toBe(built.model.logp(prefix, next));
  }
});

test('a model of letters counts as its definition says', () => {
  const model = buildCharModel([
    { folded: 'ab', weight: 2 },
    { folded: 'ac', weight: 1 },
  ]);
  // After `a`: b twice, c once. Witten and Bell, order by order; 5 of 100 letters follow no rule.
  const uniform = 1 / 39;
  const single = (0 + 4 * uniform) / (9 + 4);
  const afterA = (2 + 2 * ((2 + 4 * uniform) / 13)) / 5;
  const afterStartA = [0, 1, 2].reduce((p) => (2 + 2 * p) / 5, afterA);
  expect(model.logp([1], 2)).toBeCloseTo(Math.log(0.95 * afterStartA + 0.05 * uniform), 12);
  expect(model.logp([9, 9, 9, 9], 9)).toBeCloseTo(Math.log(0.95 * single + 0.05 * uniform), 12);
});

test('places from the files that set-up made are those that the sources make', () => {
  const [built, kept] = [buildPlaces('FR'), loadLists('FR').places];
  const different = entriesOf(built.lexicon).filter(({ folded }, i) => {
    const same = JSON.stringify(kept.lexicon.entry(i)) === JSON.stringify(built.lexicon.entry(i));
    return !same || JSON.stringify(kept.meanings.get(folded)) !== JSON.stringify(built.meanings.get(folded));
  });
  expect(different).toEqual([]);
  expect(kept.codes).toEqual(built.codes);
  const codes = [...built.byCode].filter(([code, ways]) => String([...kept.byCode.get(code)!]) !== String([...ways]));
  expect(codes).toEqual([]);
  expect(kept.byCode.get('00000')).toBeUndefined();
  expect(kept.meanings.get('nowhere-at-all')).toBeUndefined();
});

test('every source that decides what the lists hold is watched', () => {
  const reached = new Set(['lists.ts']);
  for (const name of reached) {
    const text = readFileSync(new URL(name, RECOGNITION), 'utf8');
    for (const [line, path] of text.matchAll(/^(?:import|export)[^;]*? from '\.\/([\w-]+\.ts)';/gms)) {
      if (!line.startsWith('import type')) reached.add(path!);
    }
  }
  expect([...reached].sort()).toEqual([...LIST_SOURCES].sort());
});
