/** Glyph outlines of an open-licensed handwriting face. */
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

export interface OutlineCommand {
  command: string;
  args: number[];
}
export interface PlacedGlyph {
  character: string;
  /** Font units from the start of the line, y upwards. */
  x: number;
  y: number;
  advance: number;
  commands: OutlineCommand[];
}
export interface HandFont {
  name: string;
  /** Font units: height of a capital and of an x, measured on the outlines. */
  capHeight: number;
  xHeight: number;
  /** Font units: usual width of the pen's line, from area and perimeter. */
  stem: number;
  lay(text: string): PlacedGlyph[];
  has(text: string): boolean;
}

interface FontkitFont {
  hasGlyphForCodePoint(code: number): boolean;
  layout(text: string): {
    glyphs: { codePoints: number[]; path: { commands: OutlineCommand[] } }[];
    positions: { xAdvance: number; xOffset: number; yOffset: number }[];
  };
}

const resolve = createRequire(import.meta.url).resolve;
const cache = new Map<string, HandFont>();

/** Twice area over perimeter is the width of a long thin shape. */
function measure(commands: OutlineCommand[]): { area: number; perimeter: number; top: number } {
  let [x, y, startX, startY, area, perimeter, top] = [0, 0, 0, 0, 0, 0, 0];
  const to = (nx: number, ny: number) => {
    area += (x * ny - nx * y) / 2;
    perimeter += Math.hypot(nx - x, ny - y);
    [x, y] = [nx, ny];
    top = Math.max(top, ny);
  };
  for (const { command, args } of commands) {
    if (command === 'moveTo') [x, y, startX, startY] = [args[0]!, args[1]!, args[0]!, args[1]!];
    else if (command === 'closePath') to(startX, startY);
    else {
      // Control points stand in for the curve: near enough for a mean width.
      const [px, py] = [x, y];
      const end = args.length - 2;
      const mid = args.length === 2 ? null : args.slice(0, 2);
      if (mid) to((px + 2 * mid[0]! + args[end]!) / 4, (py + 2 * mid[1]! + args[end + 1]!) / 4);
      to(args[end]!, args[end + 1]!);
    }
  }
  return { area: Math.abs(area), perimeter, top };
}

export function loadHandFont(name: string): HandFont {
  const cached = cache.get(name);
  if (cached) return cached;
  const path = resolve(`@fontsource/${name}/files/${name}-latin-400-normal.woff2`);
  const font = fontkit.openSync(path) as FontkitFont;
  const lay = (text: string): PlacedGlyph[] => {
    const { glyphs, positions } = font.layout(text);
    let x = 0;
    return glyphs.map((glyph, i) => {
      const place = positions[i]!;
      const placed = {
        character: String.fromCodePoint(...glyph.codePoints),
        x: x + place.xOffset,
        y: place.yOffset,
        advance: place.xAdvance,
        commands: glyph.path.commands,
      };
      x += place.xAdvance;
      return placed;
    });
  };
  const body = lay('noeatr').map((g) => measure(g.commands));
  const sum = (key: 'area' | 'perimeter') => body.reduce((total, m) => total + m[key], 0);
  const heights = (text: string) => Math.max(...lay(text).map((g) => measure(g.commands).top));
  const hand: HandFont = {
    name,
    capHeight: heights('ETH'),
    xHeight: heights('xnu'),
    stem: (2 * sum('area')) / sum('perimeter'),
    lay,
    has: (text) => [...text].every((c) => font.hasGlyphForCodePoint(c.codePointAt(0)!)),
  };
  cache.set(name, hand);
  return hand;
}
