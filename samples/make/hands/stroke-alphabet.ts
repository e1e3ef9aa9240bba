/** Block letters and digits as pen movements, so that not every hand is a font. French 1 with upstroke, barred 7. */
import { readFileSync } from 'node:fs';
import type { Point } from '../../../src/domain/geometry.ts';
import type { Rng } from '../random.ts';
import type { Split } from '../splits.ts';

/** One movement between touching and lifting the pen; 1 = height of a capital, y downwards from the base line up to -1. */
export interface PenStroke {
  smooth: boolean;
  points: Point[];
}
export type Glyph = PenStroke[];

const UNIT = 100;

function parseStroke(text: string): PenStroke {
  const smooth = text.startsWith('~');
  const points = text
    .replace('~', '')
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(',').map(Number))
    .map(([x, y]) => ({ x: x! / UNIT, y: y! / UNIT - 1 }));
  return { smooth, points };
}

function readGlyphs(): Map<string, Glyph[]> {
  const text = readFileSync(new URL('./stroke-glyphs.txt', import.meta.url), 'utf8');
  const glyphs = new Map<string, Glyph[]>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.length < 3) continue;
    const variants = line.slice(2).split(';');
    glyphs.set(
      line[0]!,
      variants.map((variant) => variant.split('|').map((stroke) => parseStroke(stroke.trim()))),
    );
  }
  return glyphs;
}

const GLYPHS = readGlyphs();

/** Accents, relative to the middle of the letter's top (y 100 in the units above; the cedilla: of its foot). */
const ACCENTS: Record<string, Glyph> = {
  '\u0301': [parseStroke('-6,92 14,74')],
  '\u0300': [parseStroke('-14,76 8,94')],
  '\u0302': [parseStroke('-16,94 0,76 18,92')],
  '\u0308': [parseStroke('-14,82 -13,86'), parseStroke('12,82 13,86')],
  '\u0303': [parseStroke('~-18,90 -6,80 6,90 20,80')],
  '\u0327': [parseStroke('~0,100 6,112 -8,122')],
};
export function canWrite(text: string): boolean {
  return [...text.normalize('NFD')].every((c) => c === ' ' || GLYPHS.has(c) || c in ACCENTS);
}

/** The variant of each letter that a writer always uses; `split` decides which are open to choice. */
export function chooseVariants(rng: Rng, split: Split): Map<string, Glyph> {
  const chosen = new Map<string, Glyph>();
  for (const [letter, variants] of GLYPHS) {
    const mine = variants.filter((_, place) => place % 2 === (split === 'dev' ? 0 : 1));
    chosen.set(letter, rng.pick(mine.length > 0 ? mine : variants));
  }
  return chosen;
}

const shift = (glyph: Glyph, dx: number, dy: number): Glyph =>
  glyph.map(({ smooth, points }) => ({ smooth, points: points.map((p) => ({ x: p.x + dx, y: p.y + dy })) }));

/** Letter plus accents as one glyph; the dot of an accented i is dropped. */
export function composeGlyph(variants: Map<string, Glyph>, character: string): Glyph | null {
  const [base, ...marks] = [...character.normalize('NFD')];
  let glyph = variants.get(base!);
  if (!glyph) return null;
  if (marks.length > 0 && (base === 'i' || base === 'j')) glyph = glyph.slice(0, 1);
  const all = glyph.flatMap((s) => s.points);
  const xs = all.map((p) => p.x);
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  const top = Math.min(...all.map((p) => p.y));
  const accents = marks.flatMap((mark) => {
    const accent = ACCENTS[mark];
    if (!accent) return [];
    return shift(accent, middle, mark === '\u0327' ? 0 : top - 0.02);
  });
  return [...glyph, ...accents];
}
