import { describe, expect, test } from 'vitest';
import { findPairs, identityOf, maySameSign, type Signed } from '../../src/ledger/same-person.ts';
import { testForm } from '../helpers/sheet.ts';

const form = testForm();
const person = (family_name: string, given_name: string, postcode = '29000', email = '') =>
  identityOf(form, { family_name, given_name, postcode, email, city: 'Quimper' });
const may = (a: ReturnType<typeof person>, b: ReturnType<typeof person>) => [maySameSign(a, b), maySameSign(b, a)];

describe('may be one person', () => {
  test.each([
    ['the same', person('Lefebvre', 'Aline'), person('LEFEBVRE', 'aline')],
    ['names in the other order', person('Lefebvre', 'Aline'), person('Aline', 'Lefebvre')],
    ['a slip of the pen', person('Lefebvre', 'Aline'), person('Lefevre', 'Aline')],
    ['accents and hyphens', person('Müller-Roche', 'Zoé'), person('Muller Roche', 'Zoe')],
    ['a second given name', person('Martin', 'Anne Claire'), person('Martin', 'Anne')],
    ['with and without particle', person('de la Tour', 'Luc'), person('Tour', 'Luc')],
    [
      'two slips, with the same e-mail',
      person('Lefebvre', 'Alixe', '29000', 'a@x.org'),
      person('Lefevre', 'Alise', '29000', 'a@x.org'),
    ],
    ['moved, with the same e-mail', person('Roy', 'Ida', '29000', 'i@x.org'), person('Roy', 'Ida', '75011', 'i@x.org')],
  ])('%s', (_, a, b) => {
    expect(may(a, b)).toEqual([true, true]);
  });
});

describe('are two people', () => {
  test.each([
    ['a household', person('Lefebvre', 'Aline'), person('Lefebvre', 'Bruno')],
    ['a household with one e-mail', person('Roy', 'Ida', '29000', 'r@x.org'), person('Roy', 'Max', '29000', 'r@x.org')],
    ['the same name elsewhere', person('Martin', 'Paul', '29000'), person('Martin', 'Paul', '75011')],
    ['short names that are near', person('Roy', 'Jean'), person('Roy', 'Jan')],
    ['two slips and nothing else', person('Lefebvre', 'Alixe'), person('Lefevre', 'Alise')],
    [
      'near names with two e-mails',
      person('Lefebvre', 'Aline', '29000', 'a@x.org'),
      person('Lefevre', 'Aline', '29000', 'b@x.org'),
    ],
    ['nothing but a family name', person('Martin', ''), person('Martin', 'Paul')],
    ['nothing at all', person('', '', ''), person('', '', '')],
  ])('%s', (_, a, b) => {
    expect(may(a, b)).toEqual([false, false]);
  });

  test('two dates of birth', () => {
    const born = (birth: string) => ({ ...person('Martin', 'Paul'), birth });
    expect(may(born('01.02.1980'), born('03.04.1951'))).toEqual([false, false]);
    expect(may(born('01.02.1980'), born(''))).toEqual([true, true]);
  });
});

describe('pairs', () => {
  const signed = (id: string, scope: string, names: [string, string]): Signed => ({ id, scope, ...person(...names) });
  const all = [
    signed('a', 'one', ['Lefebvre', 'Aline']),
    signed('b', 'one', ['Lefebvre', 'Bruno']),
    signed('c', 'two', ['Lefebvre', 'Aline']),
    signed('d', 'one', ['Aline', 'Lefevre']),
  ];

  test('are looked for within their scope alone, each told once', () => {
    expect(findPairs(all, () => false)).toEqual([['a', 'd']]);
    const together = all.map((one) => ({ ...one, scope: 'petition' }));
    expect(findPairs(together, () => false).toSorted()).toEqual([
      ['a', 'c'],
      ['a', 'd'],
      ['c', 'd'],
    ]);
  });

  test('are not told again once somebody told them apart', () => {
    expect(findPairs(all, ([first]) => first === 'a')).toEqual([]);
  });
});
