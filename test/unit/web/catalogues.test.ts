/** The compiler proves that both languages say everything; this proves that what they say can be filled in alike. */
import { expect, test } from 'vitest';
import { en } from '../../../src/web/i18n/en.ts';
import { fr } from '../../../src/web/i18n/fr.ts';

function sentences(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : sentences(value, `${path}${key}.`),
  );
}
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test('every sentence has the same slots in French and English', () => {
  const english = new Map(sentences(en));
  const differing = sentences(fr).filter(([key, text]) => slots(text).join() !== slots(english.get(key) ?? '').join());
  expect(differing.map(([key]) => key)).toEqual([]);
});

test('French has no straight apostrophe, and English none either', () => {
  const straight = [...sentences(fr), ...sentences(en)].filter(([, text]) => /[A-Za-zéà]'[A-Za-zéà]/.test(text));
  expect(straight).toEqual([]);
});
