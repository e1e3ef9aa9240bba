/** What else pens do on a sheet: strikes, ditto marks, ticks. */
import type { Box, Point } from '../../../src/domain/geometry.ts';
import type { Rng } from '../random.ts';
import { type InkPath, penOutline, trace } from './ink.ts';
import { writeText } from './write-text.ts';
import type { Writer } from './writer.ts';

/** A pen line through points (mm), with a hand's tremor. */
export function penLine(points: Point[], width: number, rng: Rng, { smooth = true, tremor = 0.08 } = {}): InkPath {
  const shaken = points.map((p) => ({ x: p.x + rng.normal(0, tremor), y: p.y + rng.normal(0, tremor) }));
  const wave = rng.float(0, 6);
  const line = trace(shaken, smooth, 10);
  return {
    d: penOutline(line, (t) => width * (1 + 0.2 * Math.sin(wave + 4 * t) - 0.45 * t ** 6)),
    outline: 0,
    opacity: rng.float(0.85, 1),
  };
}

/** A whole line struck out. */
export function strikeLine(writer: Writer, [x, y, w, h]: Box, rng: Rng): InkPath[] {
  const width = writer.pen.width * 1.1;
  const [from, to] = [x + rng.float(-1, 4), x + w - rng.float(-1, w * 0.12)];
  const stroke = (y1: number, y2: number) =>
    penLine(
      [
        { x: from + rng.float(0, 2), y: y1 },
        { x: (from + to) / 2, y: (y1 + y2) / 2 + rng.normal(0, 0.5) },
        { x: to, y: y2 },
      ],
      width,
      rng,
    );
  const middle = y + h * rng.float(0.42, 0.62);
  const kind = rng.weighted({ one: 50, two: 20, zigzag: 18, cross: 12 });
  if (kind === 'one') return [stroke(middle, middle + rng.normal(0, h * 0.08))];
  if (kind === 'two') return [stroke(middle - h * 0.1, middle - h * 0.08), stroke(middle + h * 0.12, middle + h * 0.1)];
  if (kind === 'cross') return [stroke(y + h * 0.1, y + h * 0.9), stroke(y + h * 0.9, y + h * 0.12)];
  const points: Point[] = [];
  const turns = rng.int(8, 16);
  for (let i = 0; i <= turns; i++)
    points.push({ x: from + ((to - from) * i) / turns, y: y + h * (i % 2 ? 0.25 : 0.75) + rng.normal(0, 0.4) });
  return [penLine(points, width, rng, { smooth: rng.chance(0.5) })];
}

/** A first try crossed out, from `left` to `right` (mm) round `baseline`. */
export function crossOut(writer: Writer, left: number, right: number, baseline: number, rng: Rng): InkPath[] {
  const middle = baseline - writer.capHeight * 0.42;
  const kind = rng.weighted({ line: 45, double: 20, scribble: 35 });
  const line = (dy: number) =>
    penLine(
      [
        { x: left - 0.4, y: middle + dy },
        { x: (left + right) / 2, y: middle + dy + rng.normal(0, 0.2) },
        { x: right + 0.4, y: middle + dy },
      ],
      writer.pen.width,
      rng,
    );
  if (kind === 'line') return [line(0)];
  if (kind === 'double') return [line(-0.5), line(0.5)];
  const points: Point[] = [];
  const turns = Math.max(4, Math.round((right - left) / 1.1));
  for (let i = 0; i <= turns * 2; i++) {
    points.push({
      x: left + ((right - left) * i) / (turns * 2),
      y: middle + (i % 2 ? -1 : 1) * writer.capHeight * rng.float(0.3, 0.55),
    });
  }
  return [penLine(points, writer.pen.width, rng)];
}

/** "The same as above", in one cell. */
export function writeDitto(writer: Writer, [x, y, w, h]: Box, rng: Rng): InkPath[] {
  const cx = x + w * rng.float(0.25, 0.6);
  const cy = y + h * rng.float(0.42, 0.6);
  const pen = writer.pen.width;
  const tick = (dx: number, length: number, lean: number) =>
    penLine(
      [
        { x: cx + dx + lean, y: cy - length / 2 },
        { x: cx + dx, y: cy + length / 2 },
      ],
      pen,
      rng,
      { tremor: 0.05 },
    );
  const size = writer.capHeight * rng.float(0.4, 0.65);
  switch (writer.habits.ditto) {
    case 'idem': {
      const word = rng.pick(['idem', 'idem', 'Idem', 'id.']);
      return writeText(writer, word, { left: x + w * rng.float(0.1, 0.35), baseline: y + h * 0.68, width: w }, rng)
        .paths;
    }
    case 'guillemet': {
      const angle = (dx: number, d: number) =>
        penLine(
          [
            { x: cx + dx + d, y: cy - size / 2 },
            { x: cx + dx, y: cy },
            { x: cx + dx + d, y: cy + size / 2 },
          ],
          pen,
          rng,
          { smooth: false, tremor: 0.05 },
        );
      const d = writer.slant > 0 ? size * 0.5 : -size * 0.5;
      return [angle(0, d), angle(size * 0.55, d)];
    }
    case 'stroke':
      return [
        penLine(
          [
            { x: cx, y: y + h * rng.float(0.05, 0.2) },
            { x: cx + rng.normal(0, 0.3), y: y + h * rng.float(0.8, 0.98) },
          ],
          pen,
          rng,
        ),
      ];
    case 'dash':
      return [
        penLine(
          [
            { x: x + w * 0.2, y: cy },
            { x: cx - 1.2, y: cy },
          ],
          pen,
          rng,
        ),
        tick(-0.3, size, 0.2),
        tick(0.6, size, 0.2),
        penLine(
          [
            { x: cx + 1.8, y: cy },
            { x: Math.max(cx + 2.4, x + w * 0.8), y: cy },
          ],
          pen,
          rng,
        ),
      ];
    default:
      return [tick(0, size, rng.float(0, 0.5)), tick(rng.float(0.7, 1.3), size, rng.float(0, 0.5))];
  }
}

/** A cross or tick in a small box. */
export function tickBox(writer: Writer, [x, y, w, h]: Box, rng: Rng): InkPath[] {
  const pen = writer.pen.width * 1.1;
  const p = (u: number, v: number): Point => ({
    x: x + w * (u + rng.normal(0, 0.08)),
    y: y + h * (v + rng.normal(0, 0.08)),
  });
  if (rng.chance(0.6))
    return [penLine([p(-0.1, -0.1), p(1.1, 1.1)], pen, rng), penLine([p(1.1, -0.1), p(-0.1, 1.1)], pen, rng)];
  return [penLine([p(0, 0.5), p(0.4, 1), p(1.3, -0.5)], pen, rng, { smooth: false })];
}
