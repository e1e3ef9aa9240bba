/** Signatures: an initial, a run of strokes that means the rest, perhaps a line beneath; always the same for one writer, never twice equal. */
import type { Box, Point } from '../../../src/domain/geometry.ts';
import { makeRng, type Rng } from '../random.ts';
import type { InkPath } from './ink.ts';
import { penLine } from './marks.ts';
import { composeGlyph } from './stroke-alphabet.ts';
import { writeText } from './write-text.ts';
import type { Writer } from './writer.ts';

/** Movements in a unit box, y downwards. */
type Strokes = Point[][];
type Run = 'loops' | 'zigzag' | 'garland' | 'waves' | 'dash';

/** What stands for the letters nobody spells out, from `from` to `to` along the box. */
function runOf(kind: Run, from: number, to: number, rng: Rng): Point[] {
  const length = to - from;
  const beats = kind === 'dash' ? 1 : rng.int(2, 6);
  const size = rng.float(0.16, 0.34);
  const fade = rng.float(0.2, 0.85);
  const loop = rng.float(0.05, 0.14);
  const points: Point[] = [];
  const perBeat = kind === 'zigzag' ? 2 : 6;
  for (let i = 0; i <= beats * perBeat; i++) {
    const t = i / (beats * perBeat);
    const angle = t * beats * 2 * Math.PI;
    const height = size * (1 - fade * t) * rng.float(0.8, 1.2);
    const x = from + length * t;
    if (kind === 'zigzag') points.push({ x, y: 0.62 + (i % 2 ? -1.3 : 0.25) * height });
    else if (kind === 'garland') points.push({ x, y: 0.66 - height * 1.5 * Math.abs(Math.sin(angle / 2)) });
    else if (kind === 'waves') points.push({ x, y: 0.6 - height * 0.8 * Math.sin(angle) });
    else if (kind === 'loops')
      points.push({ x: x - loop * Math.sin(angle), y: 0.6 - height * (1 - Math.cos(angle)) * 0.7 });
    else points.push({ x, y: 0.6 - 0.18 * t - 0.08 * Math.sin(angle) });
  }
  return points;
}

/** A capital of the writer's own alphabet, large, drawn in one sweep where the hand is quick. */
function initialOf(writer: Writer, letter: string, left: number, width: number, rng: Rng): Strokes {
  const glyph = composeGlyph(writer.variants, letter) ?? composeGlyph(writer.variants, 'C')!;
  const swing = rng.float(-0.15, 0.35);
  const [top, height] = [rng.float(0, 0.15), rng.float(0.7, 0.95)];
  const placed = glyph.map((stroke) =>
    stroke.points.map((p) => {
      const y = top + (p.y + 1) * height;
      return { x: left + p.x * width + (0.6 - y) * swing * 0.4 + rng.normal(0, 0.015), y: y + rng.normal(0, 0.02) };
    }),
  );
  return rng.chance(0.4) ? [placed.flat()] : placed;
}

/** A quick first letter that is no letter any more. */
function swingOf(rng: Rng): Point[] {
  const kinds = [
    [0.1, 0.75, 0.22, 0.05, 0.3, 0.1, 0.14, 0.9, 0.05, 0.7, 0.35, 0.5],
    [0.3, 0.15, 0.12, 0.05, 0.02, 0.5, 0.15, 0.9, 0.35, 0.6],
    [0.05, 0.1, 0.1, 0.95, 0.12, 0.1, 0.38, 0.2, 0.12, 0.55],
    [0.02, 0.4, 0.35, 0, 0.2, 0.6, 0.05, 1, 0.3, 0.7],
    [0.0, 0.2, 0.2, 0.3, 0.12, 0.95, -0.02, 0.85, 0.2, 0.45, 0.4, 0.55],
    [0.25, 0.0, 0.08, 0.5, 0.28, 0.55, 0.02, 1.0, 0.32, 0.75],
  ];
  const flat = rng.pick(kinds);
  return Array.from({ length: flat.length / 2 }, (_, i) => ({
    x: flat[2 * i]! + rng.normal(0, 0.03),
    y: flat[2 * i + 1]! + rng.normal(0, 0.05),
  }));
}

/** Waves turning into loops and dying away, leaning with the hand. */
function flourishOf(rng: Rng): Point[] {
  const [waves, loop, fade, lean] = [rng.int(2, 5), rng.float(0.02, 0.16), rng.float(0.25, 0.8), rng.float(0, 0.25)];
  const steps = waves * 6;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const angle = t * waves * 2 * Math.PI;
    const height = (1 - fade * t) * (0.28 + 0.14 * Math.sin(3 * t + waves)) * (i % 3 === 0 ? rng.float(0.7, 1.25) : 1);
    const y = 0.55 - height * Math.sin(angle) - 0.05 * t;
    return { x: 0.18 + 0.68 * t + loop * Math.cos(angle) - lean * (y - 0.5), y };
  });
}

function underline(rng: Rng): Point[] {
  const y = rng.float(0.8, 0.98);
  if (rng.chance(0.5))
    return [
      { x: 0.05, y: y + 0.04 },
      { x: 0.5, y },
      { x: 1, y: y - rng.float(0, 0.12) },
    ];
  return [
    { x: 0.95, y: y - 0.1 },
    { x: 0.4, y },
    { x: 0.04, y: y + 0.03 },
    { x: 0.5, y: y + 0.02 },
    { x: 0.9, y: y + 0.05 },
  ];
}

function compose(writer: Writer, name: string, rng: Rng): Strokes {
  const letters = name
    .replace(/[^\p{L} ]/gu, '')
    .split(/\s+/)
    .map((word) => word[0]!.toUpperCase());
  const run = rng.weighted<Run>({ loops: 28, zigzag: 20, garland: 20, waves: 20, dash: 12 });
  const style = rng.weighted({ swing: 52, initial: 22, initials: 5, run: 13, initialThenTail: 8 });
  const strokes: Strokes = [];
  if (style === 'swing')
    strokes.push(
      [...swingOf(rng), ...(rng.chance(0.5) ? flourishOf(rng) : [])],
      ...(rng.chance(0.7) ? [flourishOf(rng)] : []),
    );
  else if (style === 'run') strokes.push(runOf(run, 0.04, 0.95, rng));
  else {
    strokes.push(...initialOf(writer, letters.at(-1)!, 0.02, rng.float(0.22, 0.4), rng));
    if (style === 'initials')
      strokes.push(...initialOf(writer, letters[0]!, rng.float(0.35, 0.5), rng.float(0.25, 0.35), rng));
    else strokes.push(runOf(style === 'initialThenTail' ? 'dash' : run, rng.float(0.2, 0.36), rng.float(0.85, 1), rng));
  }
  if (rng.chance(0.35)) strokes.push(underline(rng));
  if (rng.chance(0.1))
    strokes.push([
      { x: 0.92, y: 0.95 },
      { x: 0.93, y: 0.96 },
    ]);
  return strokes;
}

/** The writer's signature; `name` is what a legible one spells. Runs over the cell now and then. */
export function writeSignature(writer: Writer, name: string, [x, y, w, h]: Box, rng: Rng): InkPath[] {
  const own = makeRng(writer.signatureSeed);
  const turn = own.float(-0.25, 0.06) + rng.normal(0, 0.03);
  const isLegible = own.chance(0.18);
  const strokes = compose(writer, name, own.fork('strokes'));
  if (isLegible) {
    const hand = { ...writer, capHeight: Math.min(writer.capHeight, h * 0.42), strokeCapitals: false, tilt: turn / 2 };
    return writeText(hand, name, { left: x + w * 0.05, baseline: y + h * 0.66, width: w * 0.92 }, rng).paths;
  }
  const width = Math.min(w, 34) * rng.float(0.55, 0.95) * (rng.chance(0.08) ? 1.25 : 1);
  const height = Math.min(h, 16) * rng.float(0.6, 0.95) * (rng.chance(0.15) ? 1.35 : 1);
  const left = x + Math.max(0.3, (w - width) * rng.float(0.1, 0.7));
  const middle = y + h / 2 + rng.normal(0, h * 0.05);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const place = (p: Point): Point => {
    const [px, py] = [p.x * width, (p.y - 0.5) * height];
    return { x: left + px * cos - py * sin, y: middle + px * sin + py * cos };
  };
  const line = writer.pen.width * rng.float(0.85, 1.05);
  return strokes.map((points) => penLine(points.map(place), line, rng, { tremor: 0.1 }));
}
