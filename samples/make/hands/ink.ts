/** Ink on paper: shapes in millimetres with the pen that made them. */
import type { Point } from '../../../src/domain/geometry.ts';

export type PenKind = 'ballpoint' | 'gel' | 'felt' | 'fountain' | 'pencil';
export interface Pen {
  kind: PenKind;
  /** CSS colour */
  colour: string;
  /** mm, width of an ordinary line */
  width: number;
}
export interface InkPath {
  /** SVG path data, mm on the page. */
  d: string;
  /** Extra line width round the filled shape, mm; 0 for none. */
  outline: number;
  /** 0..1, pressure */
  opacity: number;
}
export interface Ink {
  pen: Pen;
  paths: InkPath[];
}

const fixed = (n: number) => n.toFixed(3);

/** Points of a curve through `points` (Catmull-Rom), or the points themselves with straight lines between. */
export function trace(points: Point[], smooth: boolean, perSegment = 8): Point[] {
  if (points.length < 2) return points;
  const out: Point[] = [];
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))]!;
  for (let i = 0; i < points.length - 1; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let s = 0; s < perSegment; s++) {
      const t = s / perSegment;
      const spline = (a: number, b: number, c: number, d: number) =>
        smooth && points.length > 2
          ? 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
          : b + (c - b) * t;
      out.push({ x: spline(p0.x, p1.x, p2.x, p3.x), y: spline(p0.y, p1.y, p2.y, p3.y) });
    }
  }
  out.push(points.at(-1)!);
  return out;
}

/**
 * The outline of a pen drawn along `points` (mm): width follows `widthAt(0..1)`, ends are round.
 * Overlaps are harmless: the shape is filled by the non-zero rule.
 */
export function penOutline(points: Point[], widthAt: (t: number) => number): string {
  const last = points.length - 1;
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i <= last; i++) {
    const before = points[Math.max(0, i - 1)]!;
    const after = points[Math.min(last, i + 1)]!;
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    const half = widthAt(last === 0 ? 0 : i / last) / 2;
    const nx = (-(after.y - before.y) / length) * half;
    const ny = ((after.x - before.x) / length) * half;
    left.push({ x: points[i]!.x + nx, y: points[i]!.y + ny });
    right.push({ x: points[i]!.x - nx, y: points[i]!.y - ny });
  }
  const ring = [...left, ...right.reverse()].map((p) => `${fixed(p.x)} ${fixed(p.y)}`).join('L');
  return `M${ring}Z${dot(points[0]!, widthAt(0) / 2)}${dot(points[last]!, widthAt(1) / 2)}`;
}

export function dot(centre: Point, radius: number): string {
  const r = fixed(radius);
  const d = fixed(radius * 2);
  return `M${fixed(centre.x - radius)} ${fixed(centre.y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0Z`;
}
