/**
 * Whether two signers may be one person: a question for people, never an answer. Names in either order and with a slip of
 * the pen, at the same place; one address alone is a household, and two dates of birth are two people.
 */
import type { FormDefinition } from '../domain/form.ts';
import { foldText } from '../domain/search-text.ts';

export interface Identity {
  /** Words of all names, folded. */
  names: string[];
  postcode: string;
  email: string;
  birth: string;
}

const NAMES: readonly string[] = ['family_name', 'given_name', 'name'];
/** Particles that some write and some do not. */
const PARTICLES = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'von',
  'van',
  'der',
  'den',
  'di',
  'da',
  'dos',
  'd',
  'l',
]);

export function identityOf(form: FormDefinition, fields: Record<string, string>): Identity {
  const of = (...types: readonly string[]) =>
    foldText(form.fields.flatMap((field) => (types.includes(field.type) ? (fields[field.name] ?? '') : [])).join(' '));
  const words = of(...NAMES).split(/[ .]+/);
  return {
    names: words.filter((word) => word !== '' && !PARTICLES.has(word)),
    postcode: of('postcode').replaceAll(' ', ''),
    email: of('email').replaceAll(' ', ''),
    birth: of('date_of_birth'),
  };
}

/** Letters from which on one letter, or two, may be another one: "Lefebvre" and "Lefevre", not "Jean" and "Jan". */
const ONE_SLIP = 5;
const TWO_SLIPS = 9;

function areNear(a: string, b: string): boolean {
  if (a === b) return true;
  const length = Math.min(a.length, b.length);
  const allowed = length >= TWO_SLIPS ? 2 : length >= ONE_SLIP ? 1 : 0;
  return Math.abs(a.length - b.length) <= allowed && editDistance(a, b) <= allowed;
}

/** Letters to change, add or leave out. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Every word of the shorter name has one of its own in the other; two words at least, unless a name has one only. */
function haveSameName(a: string[], b: string[], slips: number): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  if (few.length === 0 || (few.length === 1 && many.length > 1)) return false;
  const left = [...many];
  let slipped = 0;
  return few.every((word) => {
    const exact = left.indexOf(word);
    if (exact < 0) slipped += 1;
    const at = exact >= 0 ? exact : left.findIndex((other) => areNear(word, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0 && slipped <= slips;
  });
}

export function maySameSign(a: Identity, b: Identity): boolean {
  if (a.birth !== '' && b.birth !== '' && a.birth !== b.birth) return false;
  const isSame = (field: 'postcode' | 'email' | 'birth') => a[field] !== '' && a[field] === b[field];
  if (!isSame('postcode') && !isSame('email') && !isSame('birth')) return false;
  // Two e-mails speak for two people of nearly the same name; one e-mail, or one birthday, for bad writing.
  const isVouched = isSame('email') || isSame('birth');
  const slips = isVouched ? Number.POSITIVE_INFINITY : a.email !== '' && b.email !== '' ? 0 : 1;
  return haveSameName(a.names, b.names, slips);
}

export interface Signed extends Identity {
  id: string;
  /** Within which people may sign once: the petition's id, or the batch's. */
  scope: string;
}

/** Where two that may be one person meet: the place, the e-mail or the birthday, with the beginning of a name. */
function* meetings({ scope, names, postcode, email, birth }: Signed): Generator<string> {
  const letters = new Set(names.map((word) => word[0]));
  for (const place of [postcode && `p${postcode}`, birth && `b${birth}`]) {
    if (place !== '') for (const letter of letters) yield `${scope} ${place} ${letter}`;
  }
  if (email !== '') yield `${scope} e${email}`;
}

/** Pairs of ids, the lesser first. Compares only those who meet somewhere: a petition of 100,000 takes seconds. */
export function findPairs(signed: Iterable<Signed>, areApart: (pair: [string, string]) => boolean): [string, string][] {
  const places = new Map<string, Signed[]>();
  const found = new Map<string, [string, string]>();
  for (const one of signed) {
    for (const place of meetings(one)) {
      const there = places.get(place);
      for (const other of there ?? []) {
        const pair: [string, string] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
        if (!found.has(pair.join()) && maySameSign(one, other) && !areApart(pair)) found.set(pair.join(), pair);
      }
      if (there === undefined) places.set(place, [one]);
      else there.push(one);
    }
  }
  return [...found.values()];
}
