/** Fields filled once a sheet, mostly by whoever collected the signatures. */
import type { FormDefinition, HeaderField } from '../../../src/domain/form.ts';
import type { Ink } from '../hands/ink.ts';
import { writeText } from '../hands/write-text.ts';
import type { Writer } from '../hands/writer.ts';
import type { Person } from '../people.ts';
import type { Rng } from '../random.ts';
import { cellText } from './cell-text.ts';

const REGIONS: Record<string, string[]> = {
  fr: ['Vaud', 'Genève', 'Jura', 'Valais'],
  de: ['Bern', 'Zürich', 'Aargau', 'Luzern'],
  it: ['Ticino', 'Grigioni'],
  en: ['Kent', 'Devon', 'Sussex', 'Norfolk'],
  es: ['Sevilla', 'León', 'Murcia', 'Lugo'],
  nl: ['Utrecht', 'Zeeland', 'Drenthe', 'Gelderland'],
};
/** A header left empty although printed. */
const EMPTY = 0.15;

function headerValue(field: HeaderField, form: FormDefinition, { writer, person, signedOn, rng }: HeaderWork): string {
  if (field.type === 'text') {
    const isPlace = form.header.indexOf(field) === 0;
    return isPlace ? rng.pick(REGIONS[form.languages[0] ?? 'fr'] ?? REGIONS.fr!) : `${person.given} ${person.family}`;
  }
  return cellText(field, { writer, person, rng, signedOn, withTown: false })?.paper ?? '';
}

export interface HeaderWork {
  writer: Writer;
  person: Person;
  signedOn: Person['birth'];
  rng: Rng;
}

export function fillHeader(form: FormDefinition, work: HeaderWork): { inks: Ink[]; header: Record<string, string> } {
  const inks: Ink[] = [];
  const header: Record<string, string> = {};
  for (const field of form.header) {
    const rng = work.rng.fork(field.name);
    const value = rng.chance(EMPTY) ? '' : headerValue(field, form, { ...work, rng });
    header[field.name] = value;
    if (value === '') continue;
    const [x, y, w, h] = field.box;
    const hand = { ...work.writer, capHeight: Math.min(work.writer.capHeight, h * 0.55) };
    const { paths } = writeText(hand, value, { left: x + 1.2, baseline: y + h * 0.75, width: w - 2 }, rng);
    inks.push({ pen: hand.pen, paths });
  }
  return { inks, header };
}
