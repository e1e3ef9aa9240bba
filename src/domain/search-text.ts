/** The text by which a signer is found again: unaccented lower case, so that "LEFÈVRE" is found by "lefevre". */
import { type FormDefinition, WORDLESS_TYPES } from './form.ts';

/** Ligatures and strokes that Unicode does not take apart. */
const LETTERS: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

/** Lower case without accents; everything but letters, digits, @ and . becomes one space. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[œæßøđłı]/g, (letter) => LETTERS[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}@.]+/gu, ' ')
    .trim();
}

/** Ticks and choices say nothing about who somebody is. */
const UNSEARCHED = new Set<string>([...WORDLESS_TYPES, 'checkbox', 'choice']);

export function toSearchText(form: FormDefinition, fields: Record<string, string>): string {
  return form.fields
    .filter((field) => !UNSEARCHED.has(field.type))
    .map((field) => foldText(fields[field.name] ?? ''))
    .filter((value) => value !== '')
    .join(' ');
}
