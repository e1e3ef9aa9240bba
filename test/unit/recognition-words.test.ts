import { expect, test } from 'vitest';
import { posterior } from '../../src/recognition/candidates.ts';
import { isDittoMark, saysDitto } from '../../src/recognition/ditto-words.ts';
import { buildLocalModel } from '../../src/recognition/email-local.ts';
import { foldFrames, LETTERS } from '../../src/recognition/fold.ts';
import { loadLists } from '../../src/recognition/lists.ts';
import { isAddress, readEmail } from '../../src/recognition/read-email.ts';
import { isCenturyAlone, readDate } from '../../src/recognition/read-figures.ts';
import { readPhone } from '../../src/recognition/read-phone.ts';
import { openLanguageModels } from '../../src/recognition/language-model.ts';
import { readPhrase } from '../../src/recognition/read-phrase.ts';
import { officialTown, readCode, readPlace } from '../../src/recognition/read-place.ts';
import { falseStartOf, readWord } from '../../src/recognition/read-word.ts';
import { likeness } from '../../src/recognition/name-agreement.ts';
import { buildWordTree, searchWords } from '../../src/recognition/word-tree.ts';
import { framesOf } from '../helpers/frames.ts';

const { family, given, address, places } = loadLists('FR');
const wordOptions = { lexicon: family, openShare: 0.3, weight: 0.8 };
const placeOptions = { places, country: 'FR', weight: { code: 0.6, town: 0.6 } };

test('the tree finds listed words by their probability', () => {
  const words = ['martin', 'marten', 'nguyen'];
  const [first, second] = searchWords(
    buildWordTree(words),
    foldFrames(framesOf('Martin', 0.9, { 4: 'e' }), LETTERS),
    5,
  );
  expect([words[first!.word], words[second!.word]].sort()).toEqual(['marten', 'martin']);
});

test('a list ranks, and what stands there survives', () => {
  expect(posterior(readWord(framesOf('MARTIN'), wordOptions))[0]!.value).toBe('MARTIN');
  expect(posterior(readWord(framesOf('Lefevre'), wordOptions))[0]!.value).toBe('Lefevre');
  const unknown = posterior(readWord(framesOf('Rajarathinam'), wordOptions))[0]!;
  expect(unknown).toMatchObject({ value: 'Rajarathinam', isListed: false });
  const pair = posterior(readWord(framesOf('Nguyen-Martin'), wordOptions))[0]!;
  expect(pair.value).toBe('Nguyen-Martin');
});

test('postcode and town decide together', () => {
  // 29000 or 29800 in the cell, the town clearly Quimper: only one of the codes goes with it.
  const { code, town } = readPlace(framesOf('29800', 0.9, { 2: '0' }), framesOf('Quimper'), placeOptions);
  expect(code[0]!.value).toBe('29000');
  expect(town[0]!.value).toBe('Quimper');
});

test('a clearly written pair that no list knows is read as it stands', () => {
  const { code, town } = readPlace(framesOf('99138', 0.99), framesOf('Bellechasse', 0.99), placeOptions);
  expect(code[0]!.value).toBe('99138');
  expect(town[0]!.value).toBe('Bellechasse');
});

test('spaces inside a code stay as written', () => {
  const { code } = readPlace(framesOf('75 011', 0.98), framesOf('PARIS', 0.98), placeOptions);
  expect(code[0]!.value).toBe('75 011');
});

test.each([
  ['St Denis', '93200', 'Saint-Denis'],
  ['LYON CEDEX 3', '69003', 'Lyon CEDEX 3'],
  ['Paris 12', '75012', 'Paris'],
  ['BRUXELLES', '1000', 'Bruxelles'],
  ['Nulle Part', '99999', null],
])('%s %s is stored as %s', (written, code, official) => {
  expect(officialTown(written, code, places)).toBe(official);
});

test('an address that runs out of its cell may be completed, and leans on the names', () => {
  const model = buildLocalModel(['Jean', 'Marie'], ['Martin', 'Petit']);
  const named = [{ given: 'jean', family: 'martin', probability: 1 }];
  const whole = readEmail(framesOf('jean.martin@orange.fr'), { weight: 0.55, names: named, model });
  expect(whole[0]!.value).toBe('jean.martin@orange.fr');
  const cut = readEmail(framesOf('jean.martin@gmail.c'), { weight: 0.55, names: named, model });
  expect(cut[0]!.value).toBe('jean.martin@gmail.com');
});

test('a month that is nearly one is read as that month, in the case in which it stands', () => {
  const read = (text: string) =>
    posterior(readDate(framesOf(text), { weight: 0.7, window: { from: 1910, to: 2020 } }))[0]!;
  expect(read('14 octobve 1990').value).toBe('14 octobre 1990');
  expect(read('3 FEVRIFR 1958').value).toBe('3 FEVRIER 1958');
});

test('an address leans on the language', async () => {
  const french = (await openLanguageModels()).models(['fr'])!;
  const frames = framesOf("7 rue d'Aleace", 0.9, { 10: 's' });
  expect(posterior(readPhrase(frames, { model: address, weight: 0.6, language: french }))[0]!.value).toBe(
    "7 rue d'Alsace",
  );
});

test('dates and phone numbers take the notation that fits the strokes', () => {
  const window = { from: 1916, to: 2018 };
  expect(posterior(readDate(framesOf('07/03/1958'), { weight: 0.7, window }))[0]!.value).toBe('07/03/1958');
  expect(posterior(readDate(framesOf('7.3.58'), { weight: 0.7, window }))[0]!.value).toBe('7.3.58');
  expect(posterior(readPhone(framesOf('06.12.34.56.78'), { weight: 0.7, country: 'FR' }))[0]!.value).toBe(
    '06.12.34.56.78',
  );
});

test.each([
  ['"', true],
  ['idem', true],
  ['Id.', true],
  ['- " -', true],
  ['-', false],
  ['Martin', false],
  ['', false],
])('%s is a ditto mark: %s', (raw, is) => {
  expect(isDittoMark(raw, 'city')).toBe(is);
});

test.each([
  ['idom', { 2: 'e' }, true],
  ['lolem', {}, false],
  ['Adem', { 0: 'I' }, false],
])('%s, badly written, says as above: %s', (raw, doubts, says) => {
  expect(saysDitto({ frames: framesOf(raw, 0.9, doubts), raw, type: 'family_name' }, { family, given })).toBe(says);
});

test('a name is found in an address with small errors, not with large ones', () => {
  expect(likeness('martin', 'jean.martin2')).toBe(1);
  expect(likeness('martin', 'jean.martim2')).toBeGreaterThan(0.4);
  expect(likeness('nguyen', 'jean.martin2')).toBe(0);
});

test.each([
  ['roz-rozenn', 4],
  ['rozrozenn', 3],
  ['dama-dumas', 5],
  ['marie-louise', null],
  ['anna', null],
  ['jean-marc', null],
])('%s: where the word begins after a first try at it', (text, start) => {
  expect(falseStartOf(text)).toBe(start);
});

test('a struck beginning is left out, two names are not', () => {
  const options = { lexicon: given, openShare: 0.12, weight: 1 };
  expect(posterior(readWord(framesOf('Ma Mathilde', 0.9), options))[0]!.value).toBe('Mathilde');
  expect(posterior(readWord(framesOf('Marie Claire'), options))[0]!.value).toBe('Marie Claire');
});

test('capitals within a word need more than a hint', () => {
  expect(posterior(readWord(framesOf('BERRAdA', 0.9, { 5: 'D' }), wordOptions))[0]!.value).toBe('BERRADA');
});

test('an address in capitals stays so; its full stops may be where the names have them', () => {
  const names = [{ given: 'jean', family: 'martin', probability: 0.9 }];
  const options = { weight: 0.55, names, model: buildLocalModel(['Jean'], ['Martin']) };
  const values = posterior(readEmail(framesOf('JEANMARTIN@FREE.FR'), options)).map(({ value }) => value);
  expect(values).toContain('JEANMARTIN@FREE.FR');
  expect(values).toContain('JEAN.MARTIN@FREE.FR');
  expect(isAddress('salvatore')).toBe(false);
  expect(isAddress('a.b@live.fr')).toBe(true);
});

test('a town that runs out of its cell is completed where the postcode says so', () => {
  const { town } = readPlace(framesOf('42160', 0.98), framesOf('ANDREZIEUX-I', 0.95), placeOptions);
  expect(town[0]!.value).toBe('ANDREZIEUX-BOUTHEON');
  // Two towns begin so, and one of them ends there.
  const whole = readPlace(framesOf('35510', 0.98), framesOf('CESSON', 0.98), placeOptions).town;
  expect(whole.map(({ value }) => value)).toContain('CESSON-SEVIGNE');
});

test('a name in clear letters is not turned into a commoner one', () => {
  const options = { lexicon: given, openShare: 0.12, weight: 1 };
  expect(posterior(readWord(framesOf('Oleksandr', 0.995), options))[0]!.value).toBe('Oleksandr');
  expect(posterior(readWord(framesOf('Aleksandr', 0.995), options))[0]!.value).toBe('Aleksandr');
});

test.each([
  ['GB', '07 78 50 21 128'],
  ['ES', '612 34 56 78'],
  ['NL', '06-12345678'],
  ['BE', '0475 12 34 56'],
  ['CH', '079 123 45 67'],
  ['DE', '0171 2345678'],
  ['FR', '+33 6 12 34 56 78'],
])('a telephone number of %s is read as it stands: %s', (country, text) => {
  expect(posterior(readPhone(framesOf(text, 0.98), { weight: 0.7, country }))[0]!.value).toBe(text);
});

test.each([
  ['GB', 'DH1 3NJ'],
  ['GB', 'SW1A 1AA'],
  ['NL', '9401 LB'],
  ['BE', '1000'],
  ['LU', 'L-1009'],
  ['DE', '01796'],
])('a postcode of %s is read as it stands: %s', (country, text) => {
  const options = { places, country, weight: { code: 0.6, town: 0.6 } };
  expect(posterior(readCode(framesOf(text, 0.98), options))[0]!.value).toBe(text);
});

test('the first two figures of a year are no year of birth', () => {
  const window = { from: 1916, to: 2018 };
  const [first] = posterior(readDate(framesOf('27/02/19', 0.98), { weight: 0.7, window }));
  expect(first!.value).toBe('27/02/19');
  expect(isCenturyAlone(first!.value)).toBe(true);
  expect(isCenturyAlone('27/02/66')).toBe(false);
});
