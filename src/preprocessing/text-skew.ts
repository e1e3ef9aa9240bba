/** How far a page is turned, from its lines of text alone: at the right angle they and the gaps between stand out most. */
import { PAPER, type WorkImage } from './work-image.ts';

/** Page brightness below which a pixel is ink, as a share of paper. */
const INK_LEVEL = 0.72;
/** Pixels looked at: every so many-th in both directions. */
const STRIDE = 3;
/** Degrees: furthest skew, and the steps in which it is sought, coarse and fine. */
const FURTHEST = 11;
const STEPS = [0.5, 0.1] as const;
/** Width of the slices whose ink is counted, px (0.5 mm at 150 dpi). */
const SLICE = 3;

/** Degrees, clockwise, between -11 and 11; quarter turns are left to others. */
export function findTextSkew(work: WorkImage): number {
  const points = inkEnds(work);
  if (points.x.length < 200) return 0;
  let best = { angle: 0, worth: -1 };
  for (let angle = -FURTHEST; angle <= FURTHEST; angle += STEPS[0]) best = better(points, angle, best);
  const around = best.angle;
  for (let off = -STEPS[0]; off <= STEPS[0]; off += STEPS[1]) best = better(points, around + off, best);
  return best.angle;
}

type Points = { x: number[]; y: number[] };

/** Borders of ink along x and along y: lines of text show whichever way they run. */
function inkEnds({ width, height, data }: WorkImage): Points {
  const x: number[] = [];
  const y: number[] = [];
  const ink = PAPER * INK_LEVEL;
  for (let j = STRIDE; j < height; j += STRIDE) {
    for (let i = STRIDE; i < width; i += STRIDE) {
      const k = j * width + i;
      if (data[k]! >= ink) continue;
      if (data[k - STRIDE]! < ink && data[k - STRIDE * width]! < ink) continue;
      x.push(i - width / 2);
      y.push(j - height / 2);
    }
  }
  return { x, y };
}

function better(points: Points, angle: number, best: { angle: number; worth: number }) {
  const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const down = unevenness(points, (x, y) => c * y - s * x);
  const across = unevenness(points, (x, y) => c * x + s * y);
  const worth = Math.max(down, across);
  return worth > best.worth ? { angle, worth } : best;
}

/** Sum of squared changes from slice to slice. */
function unevenness({ x, y }: Points, place: (x: number, y: number) => number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < x.length; i++) {
    const slice = Math.floor(place(x[i]!, y[i]!) / SLICE);
    counts.set(slice, (counts.get(slice) ?? 0) + 1);
  }
  let sum = 0;
  for (const [slice, count] of counts) sum += (count - (counts.get(slice + 1) ?? 0)) ** 2;
  return sum;
}
