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
/** Squared residual, in weighted mm, from which nothing moves by a micrometre any more. */
const SETTLED = 1e-8;

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
  const smooth = makeSystem(grid);
  for (const term of smoothness(grid)) addTerm(smooth, term);
  for (let round = 0; round < ROUNDS; round++) {
    const system = copySystem(smooth);
    for (const term of terms) {
      const off = round === 0 ? 0 : (term.value - evaluate(term, d)) / OUTLIER;
      term.weight = Math.abs(off) >= 1 ? 0 : (1 - off * off) ** 2;
      if (term.weight > 0) addTerm(system, term);
    }
    d = conjugateGradients(system, d);
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
  const slope = (nodes: number[]) => terms.push({ nodes, factors: [1, -1], value: 0, weight: SLOPE });
  const bend = (nodes: number[]) => terms.push({ nodes, factors: [1, -2, 1], value: 0, weight: STIFFNESS });
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const k = j * columns + i;
      if (i > 0) slope([k - 1, k]);
      if (j > 0) slope([k - columns, k]);
      if (i > 0 && i < columns - 1) bend([k - 1, k, k + 1]);
      if (j > 0 && j < rows - 1) bend([k - columns, k, k + columns]);
    }
  }
  return terms;
}

function evaluate(term: Term, d: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < term.nodes.length; i++) sum += term.factors[i]! * d[term.nodes[i]!]!;
  return sum;
}

/** The normal equations: a symmetric matrix by its upper diagonals (each node knows few others), and the right side. */
interface System {
  /** How far from the main diagonal each of `diagonals` lies. */
  offsets: number[];
  diagonals: Float64Array[];
  right: Float64Array;
}

function makeSystem({ columns, rows }: Grid): System {
  const n = columns * rows;
  const offsets = [...new Set([0, 1, 2, columns - 1, columns, columns + 1, 2 * columns])];
  return { offsets, diagonals: offsets.map(() => new Float64Array(n)), right: new Float64Array(n) };
}

function copySystem({ offsets, diagonals, right }: System): System {
  return {
    offsets,
    diagonals: diagonals.map((diagonal) => Float64Array.from(diagonal)),
    right: Float64Array.from(right),
  };
}

function addTerm({ offsets, diagonals, right }: System, { nodes, factors, value, weight }: Term): void {
  for (let i = 0; i < nodes.length; i++) {
    right[nodes[i]!]! += weight * factors[i]! * value;
    for (let j = i; j < nodes.length; j++)
      diagonals[offsets.indexOf(nodes[j]! - nodes[i]!)]![nodes[i]!]! += weight * factors[i]! * factors[j]!;
  }
}

function product({ offsets, diagonals }: System, p: Float64Array): Float64Array {
  const q = new Float64Array(p.length);
  for (let k = 0; k < offsets.length; k++) {
    const offset = offsets[k]!;
    const diagonal = diagonals[k]!;
    for (let i = 0; i + offset < p.length; i++) q[i]! += diagonal[i]! * p[i + offset]!;
    if (offset > 0) for (let i = 0; i + offset < p.length; i++) q[i + offset]! += diagonal[i]! * p[i]!;
  }
  return q;
}

function conjugateGradients(system: System, start: Float64Array): Float64Array {
  const n = start.length;
  const d = Float64Array.from(start);
  const r = Float64Array.from(system.right);
  const begun = product(system, d);
  for (let i = 0; i < n; i++) r[i]! -= begun[i]!;
  const p = Float64Array.from(r);
  let power = dot(r, r);
  for (let step = 0; step < STEPS && power > SETTLED; step++) {
    const q = product(system, p);
    const pq = dot(p, q);
    if (pq <= 0) break;
    const alpha = power / pq;
    for (let i = 0; i < n; i++) {
      d[i]! += alpha * p[i]!;
      r[i]! -= alpha * q[i]!;
    }
    const next = dot(r, r);
    for (let i = 0; i < n; i++) p[i] = r[i]! + (next / power) * p[i]!;
    power = next;
  }
  return d;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
