/** A writer: hand, pen and habits, all decided by the id, so that the same person writes alike everywhere. */
import { makeRng, type Rng } from '../random.ts';
import { type Split, splits } from '../splits.ts';
import type { Pen, PenKind } from './ink.ts';
import { chooseVariants, type Glyph } from './stroke-alphabet.ts';

export interface Habits {
  family: 'upper' | 'mixed';
  given: 'upper' | 'mixed';
  city: 'upper' | 'mixed';
  /** Whether capitals carry accents. */
  accentsOnCapitals: boolean;
  /** Forgets accents on small letters. */
  dropsAccents: boolean;
  abbreviatesSaint: boolean;
  /** A space instead of a hyphen in names of towns. */
  dropsHyphens: boolean;
  spacedPostcode: boolean;
  date: 'slash' | 'dot' | 'dash' | 'short' | 'words';
  phone: 'spaces' | 'dots' | 'joined';
  ditto: 'marks' | 'idem' | 'guillemet' | 'stroke' | 'dash';
}

export interface Writer {
  id: string;
  split: Split;
  /** Handwriting face, or null for the stroke alphabet alone. */
  font: string | null;
  variants: Map<string, Glyph>;
  /** Digits (capitals) by the stroke alphabet although the rest is a font's. */
  strokeDigits: boolean;
  strokeCapitals: boolean;
  pen: Pen;
  /** mm */
  capHeight: number;
  stretch: number;
  /** Horizontal shift per height: 0.2 leans right. */
  slant: number;
  /** Extra space between letters, in capital heights. */
  spacing: number;
  /** Height of the base line's waves, mm, and its slope. */
  wander: number;
  tilt: number;
  /** Spread of letter size (1 = itself), of letter angle (radians), of outline shape (capital heights). */
  sizeSpread: number;
  turnSpread: number;
  shapeSpread: number;
  habits: Habits;
  signatureSeed: string;
}

/** Faces whose row of capitals nobody would write: their writers print capitals. */
const JOINED_FACES = new Set([
  'beth-ellen',
  'borel',
  'allison',
  'comforter-brush',
  'hurricane',
  'inspiration',
  'qwitcher-grypen',
  'my-soul',
  'ephesis',
  'vujahday-script',
]);

/** mm of a capital's height beyond the common hand, for faces drawn small. */
const SIZE_OF_FACE: Record<string, number> = {
  allison: 1.15,
  'qwitcher-grypen': 1.2,
  inspiration: 1.1,
  'beth-ellen': 0.9,
};

const INKS: Record<string, number> = {
  '#1f3a93': 26,
  '#27408b': 14,
  '#1a2a6c': 12,
  '#2b4fb5': 6,
  '#1c1c22': 22,
  '#2a2a30': 10,
  '#0f1420': 4,
  '#5b2a86': 1.5,
  '#a3262a': 1.5,
  '#1d6b45': 1,
};

const LINE_WIDTHS: Record<PenKind, [number, number]> = {
  ballpoint: [0.26, 0.42],
  gel: [0.34, 0.52],
  felt: [0.5, 0.8],
  fountain: [0.36, 0.55],
  pencil: [0.34, 0.55],
};

function choosePen(rng: Rng): Pen {
  const kind = rng.weighted({ ballpoint: 64, gel: 18, felt: 6, fountain: 5, pencil: 5 }) as PenKind;
  const colour = kind === 'pencil' ? rng.pick(['#5a5a5e', '#6b6b70', '#4a4a50']) : rng.weighted(INKS);
  return { kind, colour, width: rng.float(...LINE_WIDTHS[kind]) };
}

function chooseHabits(rng: Rng): Habits {
  const family = rng.chance(0.58) ? 'upper' : 'mixed';
  const shouts = family === 'upper' && rng.chance(0.35);
  return {
    family,
    given: shouts ? 'upper' : 'mixed',
    city: shouts || (family === 'upper' && rng.chance(0.4)) || rng.chance(0.12) ? 'upper' : 'mixed',
    accentsOnCapitals: rng.chance(0.3),
    dropsAccents: rng.chance(0.15),
    abbreviatesSaint: rng.chance(0.5),
    dropsHyphens: rng.chance(0.45),
    spacedPostcode: rng.chance(0.08),
    date: rng.weighted({ slash: 60, dot: 14, dash: 10, short: 10, words: 6 }) as Habits['date'],
    phone: rng.weighted({ spaces: 60, dots: 22, joined: 18 }) as Habits['phone'],
    ditto: rng.weighted({ marks: 52, idem: 12, guillemet: 14, stroke: 12, dash: 10 }) as Habits['ditto'],
  };
}

export function makeWriter(split: Split, number: number): Writer {
  const id = `${splits.writers[split].prefix}${number}`;
  const rng = makeRng(`writer/${id}`);
  const font = rng.chance(0.68) ? rng.pick(splits.fonts[split]) : null;
  const joined = font !== null && JOINED_FACES.has(font);
  return {
    id,
    split,
    font,
    variants: chooseVariants(rng, split),
    strokeDigits: rng.chance(0.5),
    strokeCapitals: joined && rng.chance(0.85),
    pen: choosePen(rng.fork('pen')),
    capHeight: Math.min(5.4, Math.max(2.5, rng.normal(3.7, 0.55))) * (SIZE_OF_FACE[font ?? ''] ?? 1),
    stretch: rng.float(0.85, 1.12),
    slant: font === null ? rng.normal(0.06, 0.12) : rng.normal(0, 0.07),
    spacing: rng.normal(joined ? 0 : 0.02, joined ? 0.006 : 0.03),
    wander: rng.float(0.05, 0.32),
    tilt: rng.normal(0, 0.014),
    sizeSpread: rng.float(0.015, 0.06),
    turnSpread: joined ? rng.float(0.003, 0.012) : rng.float(0.008, 0.05),
    shapeSpread: rng.float(0.012, 0.04),
    habits: chooseHabits(rng.fork('habits')),
    signatureSeed: `signature/${id}`,
  };
}

export function pickWriter(rng: Rng, split: Split): Writer {
  return makeWriter(split, rng.int(1, splits.writers[split].count));
}
