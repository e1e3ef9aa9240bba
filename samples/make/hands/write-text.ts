/** A word on paper: outlines or pen movements of a writer's hand, wandering and never twice the same. */
import type { Point } from '../../../src/domain/geometry.ts';
import type { Rng } from '../random.ts';
import { splits } from '../splits.ts';
import { type HandFont, loadHandFont, type OutlineCommand } from './font-outline.ts';
import { type InkPath, penOutline, trace } from './ink.ts';
import { composeGlyph } from './stroke-alphabet.ts';
import type { Writer } from './writer.ts';

/** Something that can be put on the line: moves in capital heights, y downwards from the base line. */
interface Piece {
  advance: number;
  draw(place: Placement): InkPath[];
}
interface Placement {
  /** From a piece's own units to mm on the page. */
  toPage(p: Point): Point;
  capHeight: number;
  opacity: number;
  pressure: number;
}

export interface TextSpace {
  left: number;
  baseline: number;
  /** mm; what the cell leaves. Longer words are squeezed first, then run over. */
  width: number;
}
export interface WrittenText {
  paths: InkPath[];
  /** mm: where the writing ended. */
  right: number;
}

/** How far a hand squeezes before it runs over the rule. */
const TIGHTEST_STRETCH = 0.7;
const TIGHTEST_SIZE = 0.78;

/** Pen width in x-heights. */
const LARGEST_PEN = 0.2;

const isDigit = (c: string) => c >= '0' && c <= '9';
const isCapital = (c: string) => c !== c.toLowerCase();

function strokePiece(writer: Writer, character: string, rng: Rng): Piece | null {
  const glyph = composeGlyph(writer.variants, character);
  if (!glyph) return null;
  const jitter = writer.shapeSpread * 0.8;
  const strokes = glyph.map(({ smooth, points }) =>
    trace(
      points.map((p) => ({ x: p.x + rng.normal(0, jitter), y: p.y + rng.normal(0, jitter) })),
      smooth,
    ),
  );
  const width = Math.max(...strokes.flat().map((p) => p.x), 0.08);
  const gap = isCapital(character) || isDigit(character) ? 0.2 : 0.14;
  const wave = rng.float(0, 6);
  return {
    advance: width + gap + rng.normal(0, 0.025),
    draw: (place) =>
      strokes.map((points) => {
        const line = points.map(place.toPage);
        const w = writer.pen.width * place.pressure;
        return {
          d: penOutline(line, (t) => w * (0.95 + 0.16 * Math.sin(wave + t * 5) - 0.25 * t ** 4)),
          outline: 0,
          opacity: place.opacity,
        };
      }),
  };
}

function outlineData(commands: OutlineCommand[], map: (x: number, y: number) => Point): string {
  const letters: Record<string, string> = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C' };
  return commands
    .map(({ command, args }) => {
      const letter = letters[command];
      if (!letter) return 'Z';
      const points: string[] = [];
      for (let i = 0; i < args.length; i += 2) {
        const p = map(args[i]!, args[i + 1]!);
        points.push(`${p.x.toFixed(3)} ${p.y.toFixed(3)}`);
      }
      return letter + points.join(' ');
    })
    .join('');
}

/** Usual height of an x in capitals. Faces with tiny small letters are written larger, as their writers would. */
const X_IN_CAPITALS = 0.56;

/** Capital heights per font unit: between what fits the capitals and what fits the small letters. */
function unitOf(font: HandFont): number {
  const [byCapital, byX] = [1 / font.capHeight, X_IN_CAPITALS / font.xHeight];
  return byCapital ** 0.45 * byX ** 0.55;
}

function fontPieces(writer: Writer, font: HandFont, text: string, rng: Rng): Piece[] {
  const unit = unitOf(font);
  return font.lay(text).map((glyph) => {
    // A slow wave through the outline makes each letter its own.
    const [a, b, c, d] = [rng.float(0, 6.3), rng.float(0, 6.3), rng.float(0, 6.3), rng.float(0, 6.3)];
    const [u, v] = [rng.float(2, 5), rng.float(2, 5)];
    const s = writer.shapeSpread;
    const own = (x: number, y: number): Point => ({
      x: x + s * (Math.sin(u * y + a) + 0.5 * Math.sin(2 * v * x + b)) * Math.min(1, Math.abs(y) + 0.2),
      y: y + s * (Math.sin(v * x + c) + 0.5 * Math.sin(2 * u * y + d)) * 0.8,
    });
    return {
      advance: glyph.advance * unit,
      draw: (place) => {
        const d = outlineData(glyph.commands, (x, y) => place.toPage(own(x * unit, -(y + glyph.y) * unit)));
        const native = font.stem * unit * place.capHeight;
        // A broad pen would fill the loops of small letters.
        const pen = Math.min(writer.pen.width * place.pressure, LARGEST_PEN * font.xHeight * unit * place.capHeight);
        const outline = Math.max(0, pen - native);
        return d ? [{ d, outline, opacity: place.opacity }] : [];
      },
    };
  });
}

/** Runs of characters that the same means will write; signs missing from the stroke alphabet come from a face of the split. */
function makePieces(writer: Writer, text: string, rng: Rng): Piece[] {
  const font = writer.font ? loadHandFont(writer.font) : null;
  const shouting = text.length > 1 && text === text.toUpperCase() && /\p{Lu}{2}/u.test(text);
  const byStroke = (c: string) =>
    !font || (isDigit(c) && writer.strokeDigits) || (shouting && writer.strokeCapitals && c !== ' ');
  const pieces: Piece[] = [];
  let run = '';
  const flush = () => {
    if (run && font) pieces.push(...fontPieces(writer, font, run, rng));
    run = '';
  };
  for (const c of text) {
    if (c === ' ' && !run) pieces.push({ advance: rng.float(0.35, 0.6), draw: () => [] });
    else if (byStroke(c)) {
      flush();
      const piece = strokePiece(writer, c, rng);
      if (piece) pieces.push(piece);
      else if (font) pieces.push(...fontPieces(writer, font, c, rng));
      else pieces.push(...fontPieces(writer, loadHandFont(splits.fonts[writer.split][0]!), c, rng));
    } else run += c;
  }
  flush();
  return pieces;
}

function squeeze(writer: Writer, natural: number, width: number, rng: Rng): { stretch: number; size: number } {
  let [stretch, size] = [writer.stretch, 1];
  const needed = width / (natural * writer.capHeight * stretch);
  if (needed < 1 && !rng.chance(0.08)) {
    const squeezed = Math.max(TIGHTEST_STRETCH, needed);
    stretch *= squeezed;
    if (needed < squeezed) size = Math.max(TIGHTEST_SIZE, needed / squeezed);
  }
  return { stretch, size };
}

export function writeText(writer: Writer, text: string, space: TextSpace, rng: Rng): WrittenText {
  const pieces = makePieces(writer, text, rng);
  const natural = pieces.reduce((sum, p) => sum + p.advance + writer.spacing, 0);
  const { stretch, size } = squeeze(writer, natural, space.width, rng);
  const capHeight = writer.capHeight * size * (1 + rng.normal(0, 0.04));
  const tilt = writer.tilt + rng.normal(0, 0.012);
  const slant = writer.slant + rng.normal(0, 0.03);
  const [phase, pitch] = [rng.float(0, 6.3), rng.float(0.12, 0.35)];
  const paths: InkPath[] = [];
  let x = space.left;
  let pressure = rng.float(0.92, 1.08);
  for (const piece of pieces) {
    const scale = capHeight * (1 + rng.normal(0, writer.sizeSpread));
    const turn = rng.normal(0, writer.turnSpread) + tilt;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const at = x;
    const base =
      space.baseline + tilt * (at - space.left) + writer.wander * Math.sin(phase + pitch * at) + rng.normal(0, 0.05);
    pressure = Math.min(1.25, Math.max(0.8, pressure + rng.normal(0, 0.04)));
    const toPage = (p: Point): Point => {
      const px = (p.x - p.y * slant) * scale * stretch;
      const py = p.y * scale;
      return { x: at + px * cos - py * sin, y: base + px * sin + py * cos };
    };
    const opacity = Math.min(1, Math.max(0.72, rng.normal(0.93, 0.05)));
    paths.push(...piece.draw({ toPage, capHeight, opacity, pressure }));
    x += (piece.advance + writer.spacing) * capHeight * stretch;
  }
  return { paths, right: x };
}
