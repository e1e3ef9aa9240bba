/** Where rules across begin and end: what fixes a table sideways when no rules down are printed. */
import type { Point } from '../domain/geometry.ts';
import type { EdgeSample } from './measure-edges.ts';
import { apply } from './matrix.ts';
import type { Placement } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';
import type { Track } from './trace-rules.ts';
import { PAPER, sampleNearest, type WorkImage } from './work-image.ts';

/** Furthest an end may lie from where it is expected, along the rule and beside it, mm. */
const REACH = { along: 3, aside: 0.8 };
/** Shortest rule whose ends count, px. */
const SHORTEST = 80;
/** Walked inside and outside the traced end, px; tracing knows the end to about 4 px. */
const INSIDE = 24;
const OUTSIDE = 14;
/** Gap in a rule that does not end it, px (between dots). */
const GAP = 5;

/** The exact ends of every rule long enough, in work px. */
export function findRuleEnds(work: WorkImage, tracks: readonly Track[]): Point[] {
  return tracks
    .filter((track) => track.length >= SHORTEST)
    .flatMap(({ points }) => [exactEnd(work, points.slice(0, 9).reverse()), exactEnd(work, points.slice(-9))]);
}

/** `tail` leads to the traced end; the rule is followed in its direction until its ink stops. */
function exactEnd(work: WorkImage, tail: Point[]): Point {
  const [from, to] = [tail[0]!, tail[tail.length - 1]!];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 8) return to;
  const step = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const inkAt = (t: number) => {
    let darkest = 255;
    for (let aside = -1; aside <= 1; aside++) {
      const x = to.x + t * step.x - aside * step.y;
      darkest = Math.min(darkest, sampleNearest(work, x, to.y + t * step.y + aside * step.x));
    }
    return PAPER - darkest;
  };
  const inside: number[] = [];
  for (let t = -INSIDE; t < -6; t++) inside.push(inkAt(t));
  inside.sort((a, b) => a - b);
  const half = inside[inside.length >> 1]! / 2;
  if (half < 3) return to;
  let end = -6;
  for (let t = -6; t <= OUTSIDE && t - end <= GAP; t += 0.5) if (inkAt(t) >= half) end = t;
  return { x: to.x + end * step.x, y: to.y + end * step.y };
}

/** The ends near corners of the form's edges across, as errors in x. */
export function measureEnds(ends: readonly Point[], form: PreparedForm, placement: Placement): EdgeSample[] {
  const samples: EdgeSample[] = [];
  for (const edge of form.across) {
    for (const x of [edge.from, edge.to]) {
      const error = nearestEnd(ends, placement, { x, y: edge.at });
      if (error !== null) samples.push({ x, y: edge.at, across: false, error, contrast: 20 });
    }
  }
  return samples;
}

function nearestEnd(ends: readonly Point[], placement: Placement, place: Point): number | null {
  const here = apply(placement.matrix, place.x, place.y);
  const right = apply(placement.matrix, place.x + 1, place.y);
  const scale = Math.hypot(right.x - here.x, right.y - here.y);
  const across = { x: (right.x - here.x) / scale, y: (right.y - here.y) / scale };
  let nearest: number | null = null;
  for (const end of ends) {
    const [dx, dy] = [end.x - here.x, end.y - here.y];
    if (Math.abs(dy * across.x - dx * across.y) > REACH.aside * scale) continue;
    const along = (dx * across.x + dy * across.y) / scale;
    if (Math.abs(along) > REACH.along) continue;
    if (nearest === null || Math.abs(along) < Math.abs(nearest)) nearest = along;
  }
  return nearest;
}
