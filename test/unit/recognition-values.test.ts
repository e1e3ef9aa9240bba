import { expect, test } from 'vitest';
import { fold } from '../../src/recognition/fold.ts';
import { normaliseValue } from '../../src/recognition/normalise-value.ts';
import { normalisePhone, parseDate } from '../../src/recognition/parse-values.ts';
import { titleCase } from '../../src/recognition/spell.ts';

const BIRTH = { from: 1916, to: 2018 };
const context = { country: 'FR', window: BIRTH };

test.each([
  ['07/03/1958', '1958-03-07'],
  ['7.3.58', '1958-03-07'],
  ['07 03 58', '1958-03-07'],
  ['070358', '1958-03-07'],
  ['7 mars 1958', '1958-03-07'],
  ['14 août 1990', '1990-08-14'],
  ['1958-03-07', '1958-03-07'],
  ['29/02/2000', '2000-02-29'],
])('%s is %s', (text, iso) => {
  expect(parseDate(text, BIRTH)).toEqual({ iso });
});

test.each(['31/13/1958', '32/01/1958', '29/02/1999', '07/03/1858', 'Martin', '', '12'])(
  '%s is no date of birth',
  (text) => {
    expect(parseDate(text, BIRTH)).toBeNull();
  },
);

test('a date without year is a date, but has none to store', () => {
  expect(parseDate('07/03', BIRTH)).toEqual({ iso: null });
  expect(normaliseValue('date', '07/03', context)).toBe('07/03');
});

test.each([
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['06.12.34.56.78', 'FR', '+33612345678'],
  ['+33 (0)6 12 34 56 78', 'FR', '+33612345678'],
  ['0032 475 12 34 56', 'FR', '+32475123456'],
  ['0475 12 34 56', 'BE', '+32475123456'],
])('phone %s in %s is %s', (text, country, stored) => {
  expect(normalisePhone(text, country)).toBe(stored);
});

test.each([
  ['Saint-Étienne', 'saint-etienne'],
  ["L'HAŸ LES ROSES", 'l-hay-les-roses'],
  ['Œdipe Łukasz', 'oedipe-lukasz'],
  ['  -N’Guessan. ', 'n-guessan'],
  ['', ''],
])('%s folds to %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('normalising keeps what it does not understand and never empties a value', () => {
  expect(normaliseValue('family_name', 'MARTIN-GARCIA', context)).toBe('Martin-Garcia');
  expect(normaliseValue('family_name', 'McDonald', context)).toBe('McDonald');
  expect(normaliseValue('email', 'Jean.Martin @Orange.FR', context)).toBe('jean.martin@orange.fr');
  expect(normaliseValue('postcode', '82 000', context)).toBe('82000');
  expect(normaliseValue('postcode', '9401 lb', context)).toBe('9401LB');
  expect(normaliseValue('date_of_birth', 'illisible', context)).toBe('illisible');
  expect(normaliseValue('text', 'Je SIGNE!', context)).toBe('Je SIGNE!');
  expect(normaliseValue('address', '12 av. VICTOR HUGO', context)).toBe('12 avenue Victor Hugo');
});

test('names after hyphens and apostrophes begin with capitals', () => {
  expect(titleCase("JEAN-PIERRE D'ALMEIDA")).toBe("Jean-Pierre D'Almeida");
});

test.each([
  ['le 3 mai 1958', '1958-05-03'],
  ['1er août 1958', '1958-08-01'],
  ['3. März 1958', '1958-03-03'],
  ['3 de mayo de 1958', '1958-05-03'],
  ['7.III.1958', '1958-03-07'],
  ['7 gennaio 1958', '1958-01-07'],
  ['May 3rd, 1958', '1958-05-03'],
  ["07/03/'58", '1958-03-07'],
  ['1958/03/07', '1958-03-07'],
])('%s, as written elsewhere in Europe, is %s', (text, iso) => {
  expect(parseDate(text, BIRTH)).toEqual({ iso });
});
