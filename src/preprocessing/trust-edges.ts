/** Tells edges that are really printed from those where only handwriting was met: along a rule, neighbours agree. */
import type { EdgeSample } from './measure-edges.ts';

/** Neighbouring places on one rule differ by less, mm, curl or not. */
const AGREEMENT = 0.3;
/** Share of an edge's places that must agree with a neighbour. */
const LEAST_AGREEING = 0.5;
/** Edges with fewer places are believed as they are. */
const FEW = 4;

/** Samples of edges not believed come back without error, as if nothing had been found. */
export function trustEdges(samples: readonly EdgeSample[]): EdgeSample[] {
  const edges = new Map<string, EdgeSample[]>();
  for (const sample of samples) {
    const key = sample.across ? `a${sample.y}` : `d${sample.x}`;
    const edge = edges.get(key);
    if (edge === undefined) edges.set(key, [sample]);
    else edge.push(sample);
  }
  return [...edges.values()].flatMap((edge) => (isPrinted(edge) ? edge : edge.map(forget)));
}

function isPrinted(edge: readonly EdgeSample[]): boolean {
  if (edge.length < FEW) return true;
  const agreeing = edge.filter((sample, i) => agrees(sample, edge[i - 1]) || agrees(sample, edge[i + 1]));
  return agreeing.length >= LEAST_AGREEING * edge.length;
}

function agrees(sample: EdgeSample, other: EdgeSample | undefined): boolean {
  if (sample.error === null || other === undefined || other.error === null) return false;
  return Math.abs(sample.error - other.error) < AGREEMENT;
}

function forget(sample: EdgeSample): EdgeSample {
  return { ...sample, error: null, contrast: 0 };
}
