/** Takes printed rules out of the ink: where nothing crosses a rule it goes, where a stroke crosses it stays. */
import { mmToPx } from '../domain/geometry.ts';
import { INK, type InkPlane, PRINT } from './ink-plane.ts';
import type { Edge, PreparedForm } from './prepare-form.ts';

/** Stretch over which a rule's place is found anew, px: 2 mm, shorter than any wave of paper. */
const STRETCH = 24;
/** How far a rule may lie from where registration put it, px (0.7 mm). */
const REACH = 8;
/** Thickest printed rule, px (0.8 mm). */
const THICKEST = 10;
/** Share of a stretch that must be inked at one place for a rule to be there; dots fill about half. */
const LEAST_FILL = 0.3;
/** Slack on the measured thickness, px: anti-aliasing and bilevel raggedness. */
const SLACK = 2;

export function eraseRules(plane: InkPlane, form: PreparedForm, dpi: number): void {
  for (const edge of form.across) eraseEdge(plane, toPlane(edge, plane, { dpi, across: true }), true);
  for (const edge of form.down) eraseEdge(plane, toPlane(edge, plane, { dpi, across: false }), false);
}

/** Edge in px of the plane, a little longer than it is: rules overlap at corners. */
function toPlane(edge: Edge, plane: InkPlane, { dpi, across }: { dpi: number; across: boolean }): Edge {
  const [aside, along] = across ? [plane.top, plane.left] : [plane.left, plane.top];
  return {
    at: mmToPx(edge.at, dpi) - aside,
    from: Math.max(0, Math.floor(mmToPx(edge.from, dpi) - along - REACH)),
    to: Math.min(across ? plane.width : plane.height, Math.ceil(mmToPx(edge.to, dpi) - along + REACH)),
  };
}

function eraseEdge(plane: InkPlane, edge: Edge, across: boolean): void {
  const step = across ? 1 : plane.width;
  const aside = across ? plane.width : 1;
  const limit = across ? plane.height : plane.width;
  const middle = Math.round(edge.at - 0.5);
  if (middle < 0 || middle >= limit || edge.to - edge.from < STRETCH) return;
  const reach = { low: Math.max(0, middle - REACH), high: Math.min(limit - 1, middle + REACH) };
  const places = followRule(plane, edge, { step, aside, reach });
  const thickness = typicalThickness(plane, edge, { step, aside, limit, places });
  if (thickness === null) return;
  if (thickness > THICKEST) {
    eraseBand(plane, edge, { step, aside, middle, limit });
    return;
  }
  const most = thickness + SLACK;
  for (let along = edge.from; along < edge.to; along++) {
    const place = places[Math.min(places.length - 1, Math.floor((along - edge.from) / STRETCH))]!;
    const run = runAt(plane, along * step, { aside, limit, place, slack: SLACK });
    if (run === null || run.last - run.first + 1 > most) continue;
    for (let k = run.first; k <= run.last; k++) plane.kind[along * step + k * aside] = PRINT;
  }
}

/** The edge of a dark band (a heading in white on black): what of it reaches over the edge goes, up to REACH. */
function eraseBand(
  plane: InkPlane,
  edge: Edge,
  { step, aside, middle, limit }: { step: number; aside: number; middle: number; limit: number },
): void {
  const low = Math.max(0, middle - REACH);
  const high = Math.min(limit - 1, middle + REACH);
  for (let along = edge.from; along < edge.to; along++) {
    const run = runAt(plane, along * step, { aside, limit, place: middle, slack: REACH });
    if (run === null || run.last - run.first < THICKEST) continue;
    for (let k = Math.max(low, run.first); k <= Math.min(high, run.last); k++)
      plane.kind[along * step + k * aside] = PRINT;
  }
}

interface Walk {
  step: number;
  aside: number;
  reach: { low: number; high: number };
}

/** The rule's place for every stretch: the fullest line of pixels near the expected one, steadied by its neighbours. */
function followRule(plane: InkPlane, edge: Edge, { step, aside, reach }: Walk): number[] {
  const raw: (number | null)[] = [];
  for (let from = edge.from; from < edge.to; from += STRETCH) {
    const to = Math.min(edge.to, from + STRETCH);
    let best: number | null = null;
    let bestFill = LEAST_FILL * (to - from);
    for (let k = reach.low; k <= reach.high; k++) {
      let fill = 0;
      for (let along = from; along < to; along++) if (plane.kind[along * step + k * aside] !== 0) fill++;
      const off = Math.abs(k + 0.5 - edge.at) / REACH;
      const worth = fill * (1 - 0.35 * off);
      if (worth > bestFill) {
        bestFill = worth;
        best = k;
      }
    }
    raw.push(best);
  }
  const fallback = Math.round(edge.at - 0.5);
  return raw.map((_, i) => {
    const near = raw.slice(Math.max(0, i - 3), i + 4).filter((place): place is number => place !== null);
    if (near.length === 0) return fallback;
    near.sort((a, b) => a - b);
    const median = near[near.length >> 1]!;
    const own = raw[i];
    return own !== null && own !== undefined && Math.abs(own - median) <= 2 ? own : median;
  });
}

type Measured = { step: number; aside: number; limit: number; places: number[] };

/** Median thickness where there is ink at the rule's place; null when most of the edge has none: nothing is printed there. */
function typicalThickness(plane: InkPlane, edge: Edge, { step, aside, limit, places }: Measured): number | null {
  const thicknesses: number[] = [];
  let looked = 0;
  for (let along = edge.from; along < edge.to; along += 3) {
    looked++;
    const place = places[Math.min(places.length - 1, Math.floor((along - edge.from) / STRETCH))]!;
    const run = runAt(plane, along * step, { aside, limit, place, slack: 1 });
    if (run !== null) thicknesses.push(run.last - run.first + 1);
  }
  if (thicknesses.length < LEAST_FILL * looked) return null;
  thicknesses.sort((a, b) => a - b);
  const median = thicknesses[thicknesses.length >> 1]!;
  return median;
}

/** The run of ink through (or within `slack` of) `place`, perpendicular to the rule. */
function runAt(
  plane: InkPlane,
  base: number,
  { aside, limit, place, slack }: { aside: number; limit: number; place: number; slack: number },
): { first: number; last: number } | null {
  let start = -1;
  for (let off = 0; off <= slack && start < 0; off++) {
    if (place + off < limit && plane.kind[base + (place + off) * aside] !== 0) start = place + off;
    else if (place - off >= 0 && plane.kind[base + (place - off) * aside] !== 0) start = place - off;
  }
  if (start < 0) return null;
  let first = start;
  let last = start;
  while (first > 0 && plane.kind[base + (first - 1) * aside] === INK && start - first < 60) first--;
  while (last < limit - 1 && plane.kind[base + (last + 1) * aside] === INK && last - start < 60) last++;
  return { first, last };
}
