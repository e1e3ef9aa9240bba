import { describe, expect, it } from 'vitest';
import type { FieldType, FormField } from '../../src/domain/form.ts';
import { type FoundField, withDoubts } from '../../src/forms/detect/doubts.ts';

/** Fields side by side, sure of themselves; widths in mm. */
function side(list: [FieldType, string, number][], more: Partial<FoundField> = {}): FoundField[] {
  let at = 0;
  return list.map(([type, label, width]) => {
    const field: FormField = { name: type, type, label, box: [at, 0, width, 10], certain: true };
    at += width;
    return { field, isPlaceGuess: false, confidence: 1, ...more };
  });
}

const usual = (): [FieldType, string, number][] => [
  ['family_name', 'Nom / Name', 40],
  ['given_name', 'Prénom / Vorname', 34],
  ['city', 'Commune / Gemeinde', 40],
  ['signature', 'Signature / Unterschrift', 40],
];

const doubted = (found: FoundField[]) =>
  withDoubts(found)
    .filter((it) => !it.certain)
    .map((it) => it.type);

describe('fields of a form', () => {
  it('are certain where heading, width and neighbours fit', () => {
    expect(doubted(side(usual()))).toEqual([]);
  });

  it('are doubted alone where one of them is strange', () => {
    const [name, given, city, signature] = usual() as [
      [FieldType, string, number],
      [FieldType, string, number],
      [FieldType, string, number],
      [FieldType, string, number],
    ];
    expect(doubted(side([name, given, ['city', 'Commune / Datum', 40], signature]))).toEqual(['city']);
    expect(doubted(side([name, given, city, ['signature', 'Signature', 8]]))).toEqual(['signature']);
    expect(doubted(side([name, given, ['city', 'Comnvnc Xrbq Ort', 40], signature]))).toEqual(['city']);
    expect(doubted(side([name, given, city, city, signature]))).toEqual(['city', 'city']);
    expect(doubted(side([name, city, signature]))).toEqual(['family_name']);
    expect(doubted(side([['name', 'Nom', 40], given, city, signature]))).toEqual(['name', 'given_name']);
    expect(doubted(side([name, given, city, ['date', 'Date', 20]]))).toEqual(['date']);
  });

  it('are doubted where the place, or the reading of the heading, is a guess', () => {
    expect(doubted(side(usual(), { isPlaceGuess: true }))).toHaveLength(4);
    expect(doubted(side(usual(), { confidence: 0.4 }))).toHaveLength(4);
  });

  it('are all doubted where a wide line is hardly divided, or nobody is named and nobody signs', () => {
    expect(doubted(side([['signature', 'Signature', 110]]))).toEqual(['signature']);
    expect(
      doubted(
        side([
          ['city', 'Ville', 60],
          ['email', 'Courriel', 60],
          ['phone', 'Tél.', 30],
        ]),
      ),
    ).toHaveLength(3);
  });
});
