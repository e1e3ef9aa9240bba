/** Chance decides what a sheet asks for and how it is ruled. */
import type { FieldType } from '../../../src/domain/form.ts';
import type { Face } from '../paper/pdf-paper.ts';
import type { Rng } from '../random.ts';
import { LANGUAGES, type Language, PARTNER } from './vocabulary.ts';

export type RuleStyle = 'thin' | 'dotted' | 'shaded' | 'double' | 'coloured' | 'reversed' | 'open' | 'boxes';

/** One column of the table; two types are stacked, the first above. */
export interface ColumnSpec {
  types: FieldType[];
  /** mm before fitting to the table's width. */
  width: number;
}

export interface LayoutSpec {
  language: Language;
  partner: Language | null;
  page: { width: number; height: number };
  margin: number;
  face: Face;
  titleFace: Face;
  accent: string;
  banner: boolean;
  paragraphs: number;
  style: RuleStyle;
  columns: ColumnSpec[];
  lines: number;
  lineHeight: number;
  numbered: boolean;
  /** mm between the table and a last column that stands apart; 0 for none. */
  apart: number;
  hints: boolean;
  headingFill: 'none' | 'grey' | 'accent';
  example: boolean;
  headerFields: number;
  headerStyle: 'line' | 'box' | 'dots';
  officials: boolean;
  notice: boolean;
}

const WIDTHS: Record<FieldType, number> = {
  family_name: 34,
  given_name: 28,
  name: 48,
  email: 48,
  phone: 28,
  postcode: 17,
  city: 30,
  country: 20,
  address: 56,
  date_of_birth: 24,
  date: 20,
  number: 11,
  checkbox: 14,
  choice: 32,
  signature: 30,
  office: 18,
  text: 26,
};

const ACCENTS = ['#00539b', '#c8102e', '#0b7a3b', '#6a1b6d', '#b85c00', '#00707a', '#333333'];

/** Page sizes in mm, upright; the last has three millimetres of bleed on every side. */
const SIZES: Record<string, [number, number]> = { a4: [210, 297], letter: [215.9, 279.4], bleed: [216, 303] };

function choosePage(rng: Rng): { width: number; height: number } {
  const [short, long] = SIZES[rng.weighted({ a4: 76, letter: 16, bleed: 8 })]!;
  return rng.chance(0.33) ? { width: long, height: short } : { width: short, height: long };
}

function chooseTypes(rng: Rng, landscape: boolean): FieldType[] {
  const identity: FieldType[] = rng.pick([
    ['family_name', 'given_name'],
    ['family_name', 'given_name'],
    ['given_name', 'family_name'],
    ['name'],
  ]);
  const place: FieldType[] = rng.pick([
    ['postcode', 'city'],
    ['address'],
    ['address', 'postcode', 'city'],
    ['address', 'city'],
    ['city'],
    ['postcode'],
    ['city', 'postcode'],
  ]);
  const contact: FieldType[] = rng.pick([['email'], ['email'], ['phone'], ['email', 'phone'], []]);
  const more: FieldType[] = rng
    .shuffle<FieldType>(['date_of_birth', 'number', 'country', 'text', 'date', 'choice', 'checkbox'])
    .slice(0, rng.pick([0, 0, 1, 1, 2]));
  const groups = rng.shuffle([place, contact, ...more.map((t) => [t])]).flat();
  const most = landscape ? 8 : 6;
  const types = [...identity, ...groups].slice(0, most);
  if (rng.chance(0.1)) types.push(...types.splice(0, identity.length));
  if (rng.chance(0.94)) {
    if (rng.chance(0.85)) types.push('signature');
    else types.splice(rng.int(1, types.length), 0, 'signature');
  }
  if (rng.chance(0.25)) types.push('office');
  return types;
}

const STACKABLE: [FieldType, FieldType][] = [
  ['family_name', 'given_name'],
  ['given_name', 'family_name'],
  ['postcode', 'city'],
  ['email', 'phone'],
  ['phone', 'email'],
  ['date_of_birth', 'phone'],
  ['address', 'city'],
];

function toColumns(types: FieldType[], rng: Rng, stacked: boolean): ColumnSpec[] {
  const columns: ColumnSpec[] = [];
  for (let i = 0; i < types.length; i++) {
    const [type, next] = [types[i]!, types[i + 1]];
    const pair = stacked && next && STACKABLE.some(([a, b]) => a === type && b === next);
    const group = pair ? [type, next] : [type];
    const width = Math.max(...group.map((t) => WIDTHS[t])) * rng.float(0.85, 1.2);
    columns.push({ types: group, width });
    if (pair) i++;
  }
  return columns;
}

export interface LayoutWish {
  language?: Language;
  style?: RuleStyle;
  landscape?: boolean;
}

export function chooseLayout(rng: Rng, wish: LayoutWish = {}): LayoutSpec {
  const language = wish.language ?? rng.pick(LANGUAGES);
  let page = choosePage(rng);
  if (wish.landscape !== undefined && wish.landscape !== page.width > page.height)
    page = { width: page.height, height: page.width };
  const landscape = page.width > page.height;
  const style =
    wish.style ??
    (rng.weighted({
      thin: 22,
      dotted: 12,
      shaded: 12,
      double: 10,
      coloured: 12,
      reversed: 10,
      open: 11,
      boxes: 11,
    }) as RuleStyle);
  const stacked = style === 'boxes' ? rng.chance(0.6) : rng.chance(0.25);
  const columns = toColumns(chooseTypes(rng.fork('types'), landscape), rng.fork('columns'), stacked);
  const isStacked = columns.some((c) => c.types.length > 1);
  return {
    language,
    partner: rng.chance(0.2) ? PARTNER[language] : null,
    page,
    margin: rng.float(9, 17),
    face: rng.pick(['arimo', 'tinos', 'open-sans', 'roboto-condensed'] as Face[]),
    titleFace: rng.pick(['arimo', 'tinos', 'roboto-condensed', 'open-sans'] as Face[]),
    accent: rng.pick(ACCENTS),
    banner: rng.chance(0.4),
    paragraphs: rng.int(1, landscape ? 2 : 3),
    style,
    columns,
    lines: style === 'boxes' ? rng.int(4, 9) : rng.int(5, landscape ? 14 : 24),
    lineHeight: isStacked ? rng.float(13, 17) : rng.float(7.5, 12.5),
    numbered: style !== 'boxes' && rng.chance(0.45),
    apart: style !== 'boxes' && rng.chance(0.14) ? rng.float(3, 6) : 0,
    hints: rng.chance(0.45),
    headingFill: rng.weighted({ none: 45, grey: 35, accent: 20 }) as LayoutSpec['headingFill'],
    example: style !== 'boxes' && rng.chance(0.2),
    headerFields: rng.pick([0, 0, 1, 2, 3]),
    headerStyle: rng.pick(['line', 'box', 'dots']),
    officials: rng.chance(0.2),
    notice: rng.chance(0.85),
  };
}
