import { expect, test } from 'vitest';
import { posterior } from '../../src/recognition/candidates.ts';
import { loadLists } from '../../src/recognition/lists.ts';
import { readAddress, tailOf } from '../../src/recognition/read-address.ts';
import { readFullName } from '../../src/recognition/read-full-name.ts';
import { framesOf } from '../helpers/frames.ts';

const lists = loadLists('FR');
const place = { places: lists.places, country: 'FR', weight: { code: 0.6, town: 0.6 } };
const address = { model: lists.address, weight: 0.6, place };

function parts(text: string): [string, string] | null {
  const tail = tailOf(text);
  return tail && [text.slice(...tail.code), text.slice(...tail.town)];
}

test.each([
  ['12 rue du Moulin, 29000 Quimper', ['29000', 'Quimper']],
  ['29000 QUIMPER', ['29000', 'QUIMPER']],
  ['5, place Carnot 75 011 PARIS 11', ['75 011', 'PARIS 11']],
  ['3 bd Foch, 29OO0 Quimper', ['29OO0', 'Quimper']],
  ['Grand-Place 4, B-1000 Bruxelles', ['B-1000', 'Bruxelles']],
  ['1200 route de Lyon 38000 Grenoble', ['38000', 'Grenoble']],
] as const)('%s names its code and town', (text, expected) => {
  expect(parts(text)).toEqual(expected);
});

test.each([
  '12 rue du 11 Novembre',
  '1200 route de Lyon',
  '1200 Kerbol',
  '25 rue Pasteur',
  'Lieu-dit Kerbol',
  '12345',
  '',
])('%s names none', (text) => {
  expect(parts(text)).toBeNull();
});

test('where codes have four figures, one may stand in front', () => {
  expect(tailOf('1000 Bruxelles', true)).toEqual({ code: [0, 4], town: [5, 14] });
});

test('code and town within an address decide together, the street stays as it stands', () => {
  // The third figure may be a 0 or an 8; only 29000 goes with Quimper.
  const frames = framesOf('7 rue Pasteur, 29800 Quimper', 0.9, { 17: '0' });
  expect(posterior(readAddress(frames, address))[0]!.value).toBe('7 rue Pasteur, 29000 Quimper');
});

test('code and town alone are an address too', () => {
  expect(posterior(readAddress(framesOf('29800 Quimper', 0.9, { 2: '0' }), address))[0]!.value).toBe('29000 Quimper');
});

test('a code that no list knows is left as it stands', () => {
  const frames = framesOf('4 rue Zola, 99138 Bellechasse', 0.99);
  expect(posterior(readAddress(frames, address))[0]!.value).toBe('4 rue Zola, 99138 Bellechasse');
});

test('words of a full name are parted where the gap may be, and lean on the address of the line', () => {
  const options = { lexicon: lists.anyName, weight: 0.8 };
  expect(posterior(readFullName(framesOf('Marie DUPONT'), options))[0]!.value).toBe('Marie DUPONT');
  // A gap that is hardly seen.
  expect(posterior(readFullName(framesOf('Marie-Dupont', 0.9, { 5: ' ' }), options))[0]!.folded).toBe('marie-dupont');
  // `Nadal` or `Nadel`: the line's e-mail address has the first.
  const frames = framesOf('Marie Nadal', 0.9, { 9: 'e' });
  const bonus = (folded: string) => (folded === 'nadal' ? 4 : 0);
  expect(posterior(readFullName(frames, { ...options, bonus }))[0]!.value).toBe('Marie Nadal');
});
