/**
 * Deskew and perspective in one: the rules of a page run towards two vanishing points (far away on a flat scan).
 * From them follows the matrix that makes the rules level and upright again, up to scale and place.
 */
import { apply, invert, type Matrix3, multiply, smallestEigenvector } from './matrix.ts';
import type { Track } from './trace-rules.ts';

/** Rules further than this from the common direction are no part of the table, radians. */
const OUTLIER_ANGLES = [0.12, 0.05, 0.025] as const;
/** A vanishing point is believed only if it explains directions this much better than plain skew does. */
const NEEDED_GAIN = 0.72;
/** Mean direction error below which plain skew is good enough, radians (0.1 degree). */
const GOOD_ENOUGH = 0.0018;
/** Rules needed in a family before convergence is believed at all. */
const LEAST_RULES = 4;

export interface Flattening {
  /** Work px to flattened px. */
  matrix: Matrix3;
  /** Clockwise degrees by which the page was turned against level rules. */
  skew: number;
  perspective: boolean;
}

type Line = { a: number; b: number; c: number; angle: number; x: number; y: number; weight: number };
type Vector = [number, number, number];

/** `width` and `height` of the work image; tracks in its px. */
export function flatten(tracks: readonly Track[], width: number, height: number): Flattening {
  const size = Math.max(width, height) / 2;
  const centre: Matrix3 = [1 / size, 0, -width / (2 * size), 0, 1 / size, -height / (2 * size), 0, 0, 1];
  const across = toLines(tracks, 'across', centre);
  const ends = alignedEnds(tracks, centre);
  const down = [...toLines(tracks, 'down', centre), ...ends];
  const acrossAngle = commonAngle(across);
  const downAngle = commonAngle(down);
  const skew = combineAngles(acrossAngle, downAngle);
  const vh = vanishing(across, acrossAngle ?? skew) ?? direction(acrossAngle ?? skew);
  const vv = vanishing(down, downAngle ?? skew) ?? perpendicular(downAngle ?? skew);
  const perspective = Math.abs(vh[2]) > 1e-6 || Math.abs(vv[2]) > 1e-6;
  const matrix = levelling(vh, vv);
  const back = invert(centre);
  if (matrix === null || back === null)
    return { matrix: rotation(skew, width, height), skew: degrees(skew), perspective: false };
  return { matrix: multiply(back, multiply(matrix, centre)), skew: degrees(skew), perspective };
}

const degrees = (radians: number) => (radians * 180) / Math.PI;
const direction = (angle: number): Vector => [Math.cos(angle), Math.sin(angle), 0];
const perpendicular = (angle: number): Vector => [-Math.sin(angle), Math.cos(angle), 0];

export function rotation(angle: number, width: number, height: number): Matrix3 {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const [x, y] = [width / 2, height / 2];
  return [c, s, x - c * x - s * y, -s, c, y + s * x - c * y, 0, 0, 1];
}

/** Direction angle counts from the level for rules across, from the upright for rules down; clockwise positive. */
function toLines(tracks: readonly Track[], wanted: Track['direction'], centre: Matrix3): Line[] {
  const lines: Line[] = [];
  for (const track of tracks) {
    if (track.direction !== wanted) continue;
    const line = fitLine(
      track.points.map((point) => apply(centre, point.x, point.y)),
      wanted,
    );
    if (line !== null) lines.push(line);
  }
  return lines;
}

function fitLine(points: { x: number; y: number }[], wanted: Track['direction']): Line | null {
  const n = points.length;
  if (n < 3) return null;
  let mx = 0;
  let my = 0;
  for (const { x, y } of points) {
    mx += x / n;
    my += y / n;
  }
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const { x, y } of points) {
    sxx += (x - mx) ** 2;
    sxy += (x - mx) * (y - my);
    syy += (y - my) ** 2;
  }
  const slope = wanted === 'across' ? sxy / sxx : sxy / syy;
  if (!Number.isFinite(slope)) return null;
  const angle = wanted === 'across' ? Math.atan(slope) : -Math.atan(slope);
  const [dx, dy] = wanted === 'across' ? [Math.cos(angle), Math.sin(angle)] : [-Math.sin(angle), Math.cos(angle)];
  const [first, last] = [points[0]!, points[n - 1]!];
  const weight = Math.hypot(last.x - first.x, last.y - first.y);
  return { a: dy, b: -dx, c: dx * my - dy * mx, angle, x: mx, y: my, weight };
}

/** Left and right ends of rules across that stand below each other act as a rule down, where none is printed. */
function alignedEnds(tracks: readonly Track[], centre: Matrix3): Line[] {
  const lines: Line[] = [];
  for (const end of ['left', 'right'] as const) {
    const points = tracks
      .filter((track) => track.direction === 'across' && track.length > 150)
      .map((track) => track.points[end === 'left' ? 0 : track.points.length - 1]!)
      .map((point) => apply(centre, point.x, point.y))
      .sort((a, b) => a.y - b.y);
    let group: { x: number; y: number }[] = [];
    for (const point of points) {
      const last = group[group.length - 1];
      if (last !== undefined && Math.abs(point.x - last.x) > 0.03 + 0.25 * (point.y - last.y)) {
        if (group.length >= 4) push(group);
        group = [];
      }
      group.push(point);
    }
    if (group.length >= 4) push(group);
  }
  return lines;

  function push(group: { x: number; y: number }[]): void {
    const line = fitLine(group, 'down');
    // Ends are ragged where a rule is hidden: half the weight of a rule that is really there.
    if (line !== null && line.weight > 0.2) lines.push({ ...line, weight: line.weight / 2 });
  }
}

/** Weighted median of the directions; null without rules. */
function commonAngle(lines: readonly Line[]): number | null {
  if (lines.length === 0) return null;
  const sorted = [...lines].sort((a, b) => a.angle - b.angle);
  const half = sorted.reduce((sum, line) => sum + line.weight, 0) / 2;
  let seen = 0;
  for (const line of sorted) {
    seen += line.weight;
    if (seen >= half) return line.angle;
  }
  return sorted[sorted.length - 1]!.angle;
}

function combineAngles(across: number | null, down: number | null): number {
  if (across === null) return down ?? 0;
  if (down === null) return across;
  return (across + down) / 2;
}

/** The point the lines meet in, or null when they are as good as parallel. */
function vanishing(lines: readonly Line[], angle: number): Vector | null {
  let inliers = lines.filter((line) => Math.abs(line.angle - angle) < OUTLIER_ANGLES[0] * 2);
  if (inliers.length < LEAST_RULES) return null;
  const parallel = meanError(
    inliers.filter((line) => Math.abs(line.angle - angle) < OUTLIER_ANGLES[0]),
    () => angle,
  );
  let point: Vector | null = null;
  for (const limit of OUTLIER_ANGLES) {
    const normal = new Array<number>(9).fill(0);
    for (const line of inliers) {
      const v = [line.a, line.b, line.c];
      for (let i = 0; i < 9; i++) normal[i] = normal[i]! + line.weight * v[Math.floor(i / 3)]! * v[i % 3]!;
    }
    const found = smallestEigenvector(normal);
    point = found;
    inliers = lines.filter((line) => Math.abs(errorTo(found, line)) < limit);
    if (inliers.length < LEAST_RULES) return null;
  }
  if (point === null || parallel < GOOD_ENOUGH) return null;
  const common = commonAngle(inliers)!;
  const straight = meanError(inliers, () => common);
  const converging =
    inliers.reduce((sum, line) => sum + line.weight * Math.abs(errorTo(point, line)), 0) / total(inliers);
  if (straight < GOOD_ENOUGH || converging > straight * NEEDED_GAIN) return null;
  // Spread: a bundle of rules close together says nothing about convergence.
  return point[2] < 0 ? [-point[0], -point[1], -point[2]] : point;
}

const total = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.weight, 0);

function meanError(lines: readonly Line[], angleAt: (line: Line) => number): number {
  if (lines.length === 0) return 0;
  return lines.reduce((sum, line) => sum + line.weight * Math.abs(line.angle - angleAt(line)), 0) / total(lines);
}

/** Angle between the line and the direction from its middle to the point, radians. */
function errorTo(point: Vector, line: Line): number {
  const dx = point[0] - line.x * point[2];
  const dy = point[1] - line.y * point[2];
  const length = Math.hypot(dx, dy);
  return length === 0 ? 0 : Math.asin(Math.max(-1, Math.min(1, (line.a * dx + line.b * dy) / length)));
}

/** Sends the vanishing points to infinity, to the right and downwards, keeping scale at the centre. */
function levelling(vh: Vector, vv: Vector): Matrix3 | null {
  const horizon: Vector = [vh[1] * vv[2] - vh[2] * vv[1], vh[2] * vv[0] - vh[0] * vv[2], vh[0] * vv[1] - vh[1] * vv[0]];
  if (Math.abs(horizon[2]) < 1e-9) return null;
  const [p, q] = [horizon[0] / horizon[2], horizon[1] / horizon[2]];
  // The horizon must stay well outside the picture, which spans [-1, 1].
  if (Math.hypot(p, q) > 0.6) return null;
  const across = unit(vh[0], vh[1]);
  const down = unit(vv[0], vv[1]);
  if (across.x < 0) [across.x, across.y] = [-across.x, -across.y];
  if (down.y < 0) [down.x, down.y] = [-down.x, -down.y];
  const turn = invert([across.x, down.x, 0, across.y, down.y, 0, 0, 0, 1]);
  return turn === null ? null : multiply(turn, [1, 0, 0, 0, 1, 0, p, q, 1]);
}

function unit(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}
