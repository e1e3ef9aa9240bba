/** What would be stored for what stands on the paper. The written value is kept beside it, always. */
import type { FieldType } from '../domain/form.ts';
import { type DateWindow, normalisePhone, parseDate } from './parse-values.ts';
import { stripAccents } from './fold.ts';
import { isParticle, titleCase } from './spell.ts';
import { streetTypeOf } from './street-types.ts';

export interface NormaliseContext {
  country: string;
  window: DateWindow;
  /** Official name of a town as written, or null when no list knows it. */
  officialTown?: (written: string) => string | null;
  /** How lists spell a name (folded look-up), or null. */
  listedName?: (written: string) => string | null;
}

/** `MARTIN-GARCIA` → `Martin-Garcia`; mixed case is the writer's own and stays. */
export function normaliseName(written: string, { listedName }: Pick<NormaliseContext, 'listedName'>): string {
  const text = written.replace(/\s+/g, ' ').trim();
  const isOneCase = text === text.toUpperCase() || text === text.toLowerCase();
  if (!isOneCase) return text;
  const listed = listedName?.(text) ?? null;
  if (listed !== null && stripAccents(listed).length === stripAccents(text).length) return listed;
  return titleCase(text);
}

export function normaliseTown(written: string, { officialTown }: Pick<NormaliseContext, 'officialTown'>): string {
  const text = written.replace(/\s+/g, ' ').trim();
  const official = officialTown?.(text) ?? null;
  if (official !== null) return official;
  const isOneCase = text === text.toUpperCase() || text === text.toLowerCase();
  if (!isOneCase) return text;
  return titleCase(text)
    .split(/([\s-])/)
    .map((part, i) => (i > 0 && isParticle(part) ? part.toLowerCase() : part))
    .join('');
}

function normaliseAddress(written: string): string {
  const words = written
    .replace(/\s+/g, ' ')
    .replace(/\s*,\s*/g, ', ')
    .trim()
    .split(' ');
  return words
    .map((word, i) => {
      const type = streetTypeOf(word.replace(/,$/, ''));
      // A single letter may be a house's; `r` and `av` after the number are kinds of street.
      if (type !== null && i <= 2 && (word.length > 1 || i > 0)) return type;
      return word === word.toUpperCase() && /\p{L}{2}/u.test(word) ? titleCase(word) : word;
    })
    .join(' ');
}

/** @param written what was read; '' stays '' */
export function normaliseValue(type: FieldType, written: string, context: NormaliseContext): string {
  if (written === '') return '';
  switch (type) {
    case 'family_name':
    case 'given_name':
    case 'name':
      return normaliseName(written, context);
    case 'city':
      return normaliseTown(written, context);
    case 'postcode':
      return written.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
    case 'email':
      return written.replace(/\s/g, '').toLowerCase();
    case 'phone':
      return normalisePhone(written, context.country);
    case 'date':
    case 'date_of_birth':
      return parseDate(written, context.window)?.iso ?? written;
    case 'number':
      return written.replace(/\s/g, '');
    case 'address':
      return normaliseAddress(written);
    default:
      return written;
  }
}
