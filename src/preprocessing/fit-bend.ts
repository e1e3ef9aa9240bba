/** Fits the grid of small shifts that a flat placement leaves over, by conjugate gradients on the normal equations. */
import type { EdgeSample } from './measure-edges.ts';
import { type Bend, bendAt, NODE_SPACING } from './placement.ts';
import type { PreparedForm } from './prepare-form.ts';

/** Stiffness against bending, per node; one sample weighs 1. About six samples fall on a node's surroundings. */
const STIFFNESS = 3;
/** Pull towards no change at all, so that margins without rules follow their neighbours instead of flying off. */
const SLOPE = 0.04;
/** Disagreement with the neighbourhood beyond which a sample is ink, not a rule, mm. */
const OUTLIER = 0.5;
const ROUNDS = 3;
const STEPS = 40;

type Found = EdgeSample & { error: number };

/** Errors are measured against the present bend; the result replaces it. */
export function fitBend(samples: readonly EdgeSample[], form: PreparedForm, present: Bend | null): Bend {
  const columns = Math.ceil(form.definition.page.width / NODE_SPACING) + 1;
  const rows = Math.ceil(form.definition.page.height / NODE_SPACING) + 1;
  const found = samples.filter((sample): sample is Found => sample.error !== null);
  const total = found.map((sample) => {
    if (present === null) return sample;
    const shift = bendAt(present, sample.x, sample.y);
    return { ...sample, error: sample.error + (sample.across ? shift.y : shift.x) };
  });
  const grid = { columns, rows };
  return {
    columns,
    rows,
    dx: fitAxis(
      total.filter((sample) => !sample.across),
      grid,
    ),
    dy: fitAxis(
      total.filter((sample) => sample.across),
      grid,
    ),
  };
}

type Grid = { columns: number; rows: number };
type Term = { nodes: number[]; factors: number[]; value: number; weight: number };

function fitAxis(samples: readonly Found[], grid: Grid): Float64Array {
  let d: Float64Array = new Float64Array(grid.columns * grid.rows);
  if (samples.length < 6) return d;
  const terms = samples.map((sample) => toTerm(sample, grid));
  const smooth = smoothness(grid);
  for (let round = 0; round < ROUNDS; round++) {
    for (const term of terms) {
      const off = round === 0 ? 0 : (term.value - evaluate(term, d)) / OUTLIER;
      term.weight = Math.abs(off) >= 1 ? 0 : (1 - off * off) ** 2;
    }
    d = conjugateGradients([...terms, ...smooth], d);
  }
  return d;
}

function toTerm(sample: Found, { columns, rows }: Grid): Term {
  const u = Math.min(columns - 1.000001, Math.max(0, sample.x / NODE_SPACING));
  const v = Math.min(rows - 1.000001, Math.max(0, sample.y / NODE_SPACING));
  const k = Math.floor(v) * columns + Math.floor(u);
  const [a, b] = [u - Math.floor(u), v - Math.floor(v)];
  return {
    nodes: [k, k + 1, k + columns, k + columns + 1],
    factors: [(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b],
    value: sample.error,
    weight: 1,
  };
}

function smoothness({ columns, rows }: Grid): Term[] {
  const terms: Term[] = [];
  const node = (i: number, j: number) => j * columns + i;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      if (i > 0) terms.push({ nodes: [node(i - 1, j), node(i, j)], factors: [1, -1], value: 0, weight: SLOPE });
      if (j > 0) terms.push({ nodes: [node(i, j - 1), node(i, j)], factors: [1, -1], value: 0, weight: SLOPE });
      if (i > 0 && i < columns - 1) {
        terms.push({
          nodes: [node(i - 1, j), node(i, j), node(i + 1, j)],
          factors: [1, -2, 1],
          value: 0,
          weight: STIFFNESS,
        });
      }
      if (j > 0 && j < rows - 1) {
        terms.push({
          nodes: [node(i, j - 1), node(i, j), node(i, j + 1)],
          factors: [1, -2, 1],
          value: 0,
          weight: STIFFNESS,
        });
      }
    }
  }
  return terms;
}

function evaluate(term: Term, d: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < term.nodes.length; i++) sum += term.factors[i]! * d[term.nodes[i]!]!;
  return sum;
}

function conjugateGradients(terms: readonly Term[], start: Float64Array): Float64Array {
  const n = start.length;
  const d = Float64Array.from(start);
  const r = new Float64Array(n);
  for (const term of terms) scatter(r, term, term.weight * (term.value - evaluate(term, d)));
  const p = Float64Array.from(r);
  let power = dot(r, r);
  for (let step = 0; step < STEPS && power > 1e-10; step++) {
    const q = new Float64Array(n);
    for (const term of terms) if (term.weight > 0) scatter(q, term, term.weight * evaluate(term, p));
    const pq = dot(p, q);
    if (pq <= 0) break;
    const alpha = power / pq;
    for (let i = 0; i < n; i++) {
      d[i] = d[i]! + alpha * p[i]!;
      r[i] = r[i]! - alpha * q[i]!;
    }
    const next = dot(r, r);
    for (let i = 0; i < n; i++) p[i] = r[i]! + (next / power) * p[i]!;
    power = next;
  }
  return d;
}

function scatter(into: Float64Array, term: Term, amount: number): void {
  for (let i = 0; i < term.nodes.length; i++) into[term.nodes[i]!] = into[term.nodes[i]!]! + term.factors[i]! * amount;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
