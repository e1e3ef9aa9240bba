/** Where paper ends up in a scan: millimetres on the form ↔ pixels of the file, in closed form one way, by iteration the other. */
import type { Box, Point } from '../../../src/domain/geometry.ts';
import type { Orientation } from '../../../src/domain/page.ts';
import type { Corners } from '../truth.ts';

/** Row-major 3x3. */
export type Matrix = [number, number, number, number, number, number, number, number, number];

export interface Bend {
  /** mm: the sheet's middle is shifted by this much down (curl along x) and right (curl along y). */
  curlX: number;
  curlY: number;
  /** A fold across the sheet at `at` mm from the top: what lies below is shifted by `slope` mm per mm. */
  fold: { at: number; slope: number; shear: number } | null;
}

export interface PlacementSpec {
  page: { width: number; height: number };
  dpi: number;
  /** mm of the scanned area; the paper's own size unless said otherwise. */
  area: { width: number; height: number };
  /** Photocopier and fax: printed size over true size. */
  scale: { x: number; y: number };
  /** mm by which the paper lies off its place. */
  offset: Point;
  /** Degrees, clockwise. */
  skew: number;
  /** mm by which each corner of the paper is pulled away: top left, top right, bottom right, bottom left. */
  pull: [Point, Point, Point, Point];
  bend: Bend;
  orientation: Orientation;
}

export interface Placement {
  spec: PlacementSpec;
  /** px of the file */
  width: number;
  height: number;
  toScan(mm: Point): Point;
  /** Inverse; mm on the paper, also outside it. */
  toPaper(px: Point): Point;
}

export const FLAT: Bend = { curlX: 0, curlY: 0, fold: null };
export const UNPULLED: PlacementSpec['pull'] = [
  { x: 0, y: 0 },
  { x: 0, y: 0 },
  { x: 0, y: 0 },
  { x: 0, y: 0 },
];

function multiply(a: Matrix, b: Matrix): Matrix {
  const out = new Array<number>(9).fill(0) as Matrix;
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++) for (let k = 0; k < 3; k++) out[r * 3 + c]! += a[r * 3 + k]! * b[k * 3 + c]!;
  return out;
}

export function invert([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const cofactors: Matrix = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return cofactors.map((v) => v / det) as Matrix;
}

export function apply(m: Matrix, { x, y }: Point): Point {
  const w = m[6] * x + m[7] * y + m[8];
  return { x: (m[0] * x + m[1] * y + m[2]) / w, y: (m[3] * x + m[4] * y + m[5]) / w };
}

/** The unit square onto four corners (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, §2.2.3). */
function squareTo([p0, p1, p2, p3]: Point[]): Matrix {
  const [dx1, dx2, sx] = [p1!.x - p2!.x, p3!.x - p2!.x, p0!.x - p1!.x + p2!.x - p3!.x];
  const [dy1, dy2, sy] = [p1!.y - p2!.y, p3!.y - p2!.y, p0!.y - p1!.y + p2!.y - p3!.y];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return [
    p1!.x - p0!.x + g * p1!.x,
    p3!.x - p0!.x + h * p3!.x,
    p0!.x,
    p1!.y - p0!.y + g * p1!.y,
    p3!.y - p0!.y + h * p3!.y,
    p0!.y,
    g,
    h,
    1,
  ];
}

function homography(spec: PlacementSpec): Matrix {
  const { page, area, pull, offset, scale } = spec;
  const toSquare: Matrix = [1 / page.width, 0, 0, 0, 1 / page.height, 0, 0, 0, 1];
  const [w, h] = [page.width * scale.x, page.height * scale.y];
  const corners = [
    { x: 0, y: 0 },
    { x: w, y: 0 },
    { x: w, y: h },
    { x: 0, y: h },
  ].map((p, i) => ({ x: p.x + pull[i]!.x, y: p.y + pull[i]!.y }));
  const angle = (spec.skew * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [w / 2, h / 2];
  // Turned about the sheet's middle, which comes to lie in the middle of the scanned area.
  const turn: Matrix = [
    cos,
    -sin,
    area.width / 2 + offset.x - cos * cx + sin * cy,
    sin,
    cos,
    area.height / 2 + offset.y - sin * cx - cos * cy,
    0,
    0,
    1,
  ];
  const perMm = spec.dpi / 25.4;
  const zoom: Matrix = [perMm, 0, 0, 0, perMm, 0, 0, 0, 1];
  return multiply(zoom, multiply(turn, multiply(squareTo(corners), toSquare)));
}

function displacement({ curlX, curlY, fold }: Bend, page: { width: number; height: number }): (p: Point) => Point {
  return ({ x, y }) => {
    const dy = curlX * Math.sin((Math.PI * x) / page.width);
    const dx = curlY * Math.sin((Math.PI * y) / page.height);
    if (!fold || y <= fold.at) return { x: dx, y: dy };
    return { x: dx + (y - fold.at) * fold.shear, y: dy + (y - fold.at) * fold.slope };
  };
}

/** Fixed-point steps for the inverse: bends are gentle, three are exact to a hundredth of a pixel. */
const INVERSE_STEPS = 3;

export function makePlacement(spec: PlacementSpec): Placement {
  const perMm = spec.dpi / 25.4;
  const upright = { width: Math.round(spec.area.width * perMm), height: Math.round(spec.area.height * perMm) };
  const sideways = spec.orientation === 90 || spec.orientation === 270;
  const [width, height] = sideways ? [upright.height, upright.width] : [upright.width, upright.height];
  const forward = homography(spec);
  const backward = invert(forward);
  const bent = displacement(spec.bend, spec.page);
  const isFlat = spec.bend.curlX === 0 && spec.bend.curlY === 0 && !spec.bend.fold;
  const quarterTurn = ({ x, y }: Point): Point => {
    if (spec.orientation === 90) return { x: upright.height - y, y: x };
    if (spec.orientation === 180) return { x: upright.width - x, y: upright.height - y };
    if (spec.orientation === 270) return { x: y, y: upright.width - x };
    return { x, y };
  };
  const turnBack = ({ x, y }: Point): Point => {
    if (spec.orientation === 90) return { x: y, y: upright.height - x };
    if (spec.orientation === 180) return { x: upright.width - x, y: upright.height - y };
    if (spec.orientation === 270) return { x: upright.width - y, y: x };
    return { x, y };
  };
  return {
    spec,
    width,
    height,
    toScan(mm) {
      const d = bent(mm);
      return quarterTurn(apply(forward, { x: mm.x + d.x, y: mm.y + d.y }));
    },
    toPaper(px) {
      const target = apply(backward, turnBack(px));
      if (isFlat) return target;
      let guess = target;
      for (let i = 0; i < INVERSE_STEPS; i++) {
        const d = bent(guess);
        guess = { x: target.x - d.x, y: target.y - d.y };
      }
      return guess;
    },
  };
}

const tenth = (n: number) => Math.round(n * 10) / 10;

/** A box on the form (mm) as corners in the scan (px). */
export function cornersOf(placement: Placement, [x, y, w, h]: Box): Corners {
  return [
    { x, y },
    { x: x + w, y },
    { x: x + w, y: y + h },
    { x, y: y + h },
  ].flatMap((mm) => {
    const p = placement.toScan(mm);
    return [tenth(p.x), tenth(p.y)];
  }) as Corners;
}
