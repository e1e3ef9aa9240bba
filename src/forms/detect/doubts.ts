/** What makes a field a guess although its heading seems clear: `certain: false` asks a person to look. Lengths in mm. */
import type { FieldType, FormField } from '../../domain/form.ts';
import { classifyHeading, knownShare } from '../classify-heading.ts';

export interface FoundField {
  field: FormField;
  /** Whether its sides follow from no rule, nor from headings that stand in the middle of their columns. */
  isPlaceGuess: boolean;
  /** Of the recogniser in its heading, 0..1; 1 for a text layer. */
  confidence: number;
}

/** What a person has one of, or says once. */
const ONCE: readonly FieldType[] = [
  ...(['family_name', 'given_name', 'name', 'email', 'phone', 'postcode', 'city', 'address', 'country'] as const),
  ...(['date_of_birth', 'signature'] as const),
];
const NAMES: readonly FieldType[] = ['name', 'family_name', 'given_name'];
/** Meanings one heading may join: the parts of a name, and of a postal address. */
const FAMILIES: readonly (readonly FieldType[])[] = [
  NAMES,
  ['address', 'postcode', 'city', 'country'],
  ...(['email', 'phone', 'date_of_birth', 'date', 'signature', 'office'] as const).map((it) => [it]),
];
/** Narrower nobody writes it, wider nobody asks for it; half of what the samples' narrowest and twice of what their widest have. */
const WIDTH: Partial<Record<FieldType, readonly [least: number, most: number]>> = {
  ...{ name: [18, 170], family_name: [11, 120], given_name: [10, 120], address: [16, 190], email: [16, 170] },
  ...{ postcode: [6, 70], city: [9, 120], phone: [11, 110], date_of_birth: [8, 80], signature: [12, 130] },
};
/** Of a heading's letters so many stand in words of the lists. */
const LEAST_KNOWN = 0.4;
/** More words head several columns, or are a sentence. */
const MOST_WORDS = 14;
/** Below it the recogniser itself doubts what it read. */
const LEAST_CONFIDENCE = 0.55;
/** One or two fields in lines so wide: the columns between them were not found. */
const WIDE_LINE = 100;

const means = ({ field }: FoundField) => field.type !== 'text' && field.label !== '';

/** The fields, `certain: false` where they, or all of them together, are strange. */
export function withDoubts(found: readonly FoundField[]): FormField[] {
  const isStrange = isStrangeTable(found);
  return found.map((it) => {
    const isDoubted = isStrange || it.isPlaceGuess || isStrangeHeading(it) || isStrangeAmong(it, found);
    return isDoubted ? { ...it.field, certain: false } : it.field;
  });
}

/** Most headings say nothing, nobody is named and nobody signs, or a wide line is hardly divided. */
function isStrangeTable(found: readonly FoundField[]): boolean {
  const has = (...types: readonly FieldType[]) => found.some(({ field }) => types.includes(field.type));
  if (found.filter(means).length < found.length / 2) return true;
  if (!has(...NAMES) && !has('signature')) return true;
  const width = Math.max(...found.map(({ field: { box } }) => box[0] + box[2]));
  const isComplete = has(...NAMES) && has('signature');
  return width > WIDE_LINE && found.length <= (isComplete ? 1 : 2);
}

function isStrangeHeading({ field: { type, label, box }, confidence }: FoundField): boolean {
  const [least, most] = WIDTH[type] ?? [0, Number.POSITIVE_INFINITY];
  const isOddWidth = box[2] < least || box[2] > most;
  const words = label.split(/\s+/).filter((it) => /\p{L}/u.test(it));
  return (
    isOddWidth ||
    confidence < LEAST_CONFIDENCE ||
    words.length > MOST_WORDS ||
    disagrees(label) ||
    knownShare(label) < LEAST_KNOWN
  );
}

/** "Town / Ville" say the same; "Date / Ville" are two things in one heading, or two columns taken for one. */
function disagrees(label: string): boolean {
  const parts = label
    .replace(/\([^)]*\)?/g, ' ')
    .split(/[/|]/)
    .map((it) => classifyHeading(it));
  const families = parts.filter((it) => it.certain).flatMap(({ type }) => FAMILIES.filter((it) => it.includes(type)));
  return new Set(families).size > 1;
}

/** The same twice, the whole name beside a part of it, one part without the other. */
function isStrangeAmong({ field }: FoundField, found: readonly FoundField[]): boolean {
  const count = (type: FieldType) => found.filter((it) => it.field.type === type).length;
  if (ONCE.includes(field.type) && count(field.type) > 1) return true;
  const parts = count('family_name') + count('given_name');
  if (NAMES.includes(field.type)) return count('name') > 0 ? parts > 0 : parts === 1;
  // What signs or names is missing: it may be this one.
  const isPlain = field.type === 'text' || field.type === 'office' || field.type === 'date' || field.type === 'number';
  return isPlain && (count('signature') === 0 || parts + count('name') === 0);
}
